using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// What a message may ask of the reader. Reaching one of these is a defect of the message, which is then read as far as the cap
/// allows; what lies behind a cap stays in the octets.
/// </summary>
public sealed class MailLimits
{
    // The library goes down by recursion, so that no caller may ask for more than a small stack carries.
    private const int DeepestDepth = 500;

    internal static MailLimits Default { get; } = new();

    /// <summary>
    /// How deep multiparts and attached messages may nest; what lies deeper stays one undivided part. 64, and 500 at the most.
    /// </summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>How many parts a message may have; the octets beyond stay one undivided part. 10,000.</summary>
    public int MaxParts { get; set; } = 10_000;

    /// <summary>How many octets the header block of the message or of one part may have; fields beyond are not read. 1 MiB.</summary>
    public int MaxHeaderBlockSize { get; set; } = 1024 * 1024;

    /// <summary>How many fields the header block of the message or of one part may have; fields beyond are not read. 10,000.</summary>
    public int MaxHeaders { get; set; } = 10_000;

    internal int Depth => Math.Min(MaxDepth, DeepestDepth);
}
