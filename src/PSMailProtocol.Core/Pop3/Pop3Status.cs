namespace PSMailProtocol.Pop3;

/// <summary>The answer to STAT (RFC 1939 section 5).</summary>
/// <param name="Count">How many messages the maildrop holds.</param>
/// <param name="Size">Their size in octets.</param>
public readonly record struct Pop3Status(int Count, long Size);
