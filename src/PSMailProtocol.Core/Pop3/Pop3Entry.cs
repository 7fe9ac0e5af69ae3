namespace PSMailProtocol.Pop3;

/// <summary>What the listings of one session say of a message.</summary>
/// <param name="Number">Its number, which holds for this session alone.</param>
/// <param name="Size">Its size in octets, as the server says; nothing is allocated by it.</param>
/// <param name="Uid">Its unique-id (RFC 1939 section 7), or null if the server gives it none.</param>
public readonly record struct Pop3Entry(int Number, long Size, string? Uid);
