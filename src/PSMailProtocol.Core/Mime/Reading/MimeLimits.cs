namespace PSMailProtocol.Mime;

/// <summary>
/// What a message may ask for at most. Reaching <see cref="MaxMessageSize"/> is an error; reaching any other is a
/// defect of the message, which is then read as far as the cap allows.
/// </summary>
public sealed class MimeLimits
{
    internal static MimeLimits Default { get; } = new();

    /// <summary>How deep multiparts and attached messages may nest; what lies deeper stays one undivided part. 64.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>How many parts a message may have; the bytes beyond stay undivided. 10,000.</summary>
    public int MaxParts { get; set; } = 10_000;

    /// <summary>How many octets the header block of the message or of one part may have; fields beyond are not read. 1 MiB.</summary>
    public int MaxHeaderBlockSize { get; set; } = 1024 * 1024;

    /// <summary>How many fields the header block of the message or of one part may have; fields beyond are not read. 10,000.</summary>
    public int MaxHeaders { get; set; } = 10_000;

    /// <summary>How many octets a message may have; a larger one is refused with <see cref="MailErrors.LimitExceeded"/>. No cap but that of an array by default.</summary>
    public long MaxMessageSize { get; set; } = long.MaxValue;

    /// <summary>The same limits for a message that is that many parts deep in another.</summary>
    internal MimeLimits Within(int depth) => new()
    {
        MaxDepth = System.Math.Max(0, MaxDepth - depth),
        MaxParts = MaxParts,
        MaxHeaderBlockSize = MaxHeaderBlockSize,
        MaxHeaders = MaxHeaders,
        MaxMessageSize = MaxMessageSize,
    };
}
