namespace PSMailProtocol;

/// <summary>A kind of failure: its stable id and its category.</summary>
/// <remarks>Every value is a field of <see cref="MailErrors"/>; <c>docs/errors.md</c> lists them.</remarks>
public sealed class MailError
{
    internal MailError(string id, MailErrorCategory category)
    {
        Id = id;
        Category = category;
    }

    /// <summary>The id, one word, stable for ever. It is the error id that a script can compare.</summary>
    public string Id { get; }

    /// <summary>The category, named as PowerShell names it.</summary>
    public MailErrorCategory Category { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
