using PSMailProtocol.Messages;

namespace PSMailProtocol.Pop3;

/// <summary>The answer to one request of a <see cref="Pop3Fetch"/>.</summary>
public sealed class Pop3Fetched
{
    internal Pop3Fetched(Pop3Request request, bool isWhole, bool isHeader, RawMail mail)
    {
        Entry = request.Entry;
        Lines = request.Lines;
        IsWhole = isWhole;
        IsHeader = isHeader;
        Mail = mail;
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

    /// <summary>Whether <see cref="Mail"/> is the whole message, as it also is where the server knows no TOP.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether <see cref="Mail"/> is a header alone, so that a missing body is no defect of it.</summary>
    public bool IsHeader { get; }

    /// <summary>What came; null if the server did not give it out, or it was larger than the cap.</summary>
    public RawMail? Mail { get; }

    /// <summary>Why it did not.</summary>
    public MailException? Failure { get; }
}
