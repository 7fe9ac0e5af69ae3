namespace PSMailProtocol.Files;

/// <summary>What happens when the name of a file to be saved is taken by a file with other content.</summary>
public enum ExistingFileAction
{
    /// <summary>The new file gets a number behind its name.</summary>
    Number,

    /// <summary>The new file is not saved: <see cref="MailErrors.FileExists"/>.</summary>
    Refuse,

    /// <summary>
    /// The old file is replaced, unless this <see cref="DestinationFolder"/> has just saved it: then the new one gets a number.
    /// </summary>
    Replace,
}
