namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// An address of an envelope (RFC 3501 section 7.4.2). Without a host it begins a group, whose name its mailbox is, or with
/// neither it ends one.
/// </summary>
internal sealed record ImapAddress(string? Name, string? Route, string? Mailbox, string? Host);
