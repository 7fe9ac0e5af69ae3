namespace PSMailProtocol.Imap;

/// <summary>A status response (RFC 9051 section 7.1): a condition, perhaps a response code, and text.</summary>
/// <param name="Condition">OK, NO, BAD, BYE or PREAUTH, in capitals.</param>
/// <param name="Code">The response code with its arguments and without brackets; empty if there is none.</param>
/// <param name="Text">The text for people.</param>
public sealed record ImapStatus(string Condition, string Code, string Text)
{
    /// <summary>Whether the server agreed.</summary>
    public bool IsOk => Condition == "OK";

    /// <summary>What the response code means; null if there is none.</summary>
    public ImapResponseCode? ResponseCode { get; internal init; } = ImapResponseCode.Parse(Code);

    /// <summary>The first word of the response code, in capitals.</summary>
    public string CodeName => ResponseCode?.Name ?? "";

    /// <summary>Whether it is about the client and not about a mailbox: NetEase opens none for one that has not given its ID.</summary>
    internal bool NamesClient => Text.IndexOf("Unsafe Login", System.StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The response as the server wrote it.</summary>
    public override string ToString() => Code.Length == 0 ? $"{Condition} {Text}" : $"{Condition} [{Code}] {Text}";
}
