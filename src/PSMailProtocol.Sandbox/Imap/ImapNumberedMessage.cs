namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A message and the number that a session knows it by.</summary>
internal readonly record struct ImapNumberedMessage(uint Number, SandboxMessage Message);
