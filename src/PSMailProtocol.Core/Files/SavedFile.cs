namespace PSMailProtocol.Files;

/// <summary>Where a content lies that was to be saved.</summary>
public sealed class SavedFile
{
    internal SavedFile(string path, bool isNew)
    {
        Path = path;
        IsNew = isNew;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether it was written now; false when a file of this name held the same octets already.</summary>
    public bool IsNew { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
