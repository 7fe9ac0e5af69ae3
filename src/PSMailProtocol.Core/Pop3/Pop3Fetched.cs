using PSMailProtocol.Mime;

namespace PSMailProtocol.Pop3;

/// <summary>The answer to one request of a <see cref="Pop3Fetch"/>.</summary>
public sealed class Pop3Fetched
{
    internal Pop3Fetched(Pop3Request request, bool isWhole, MimeMessage message)
    {
        Entry = request.Entry;
        Lines = request.Lines;
        IsWhole = isWhole;
        Message = message;
    }

    internal Pop3Fetched(Pop3Request request, MailException failure)
    {
        Entry = request.Entry;
        Lines = request.Lines;
        Failure = failure;
    }

    /// <summary>The message that was asked for.</summary>
    public Pop3Entry Entry { get; }

    /// <summary>How many lines of the body were asked for; null for the message whole.</summary>
    public int? Lines { get; }

    /// <summary>Whether <see cref="Message"/> is the whole message, as it also is where the server knows no TOP.</summary>
    public bool IsWhole { get; }

    /// <summary>What came; null if the server did not give it out, or it was larger than the cap.</summary>
    public MimeMessage? Message { get; }

    /// <summary>Why it did not.</summary>
    public MailException? Failure { get; }
}
