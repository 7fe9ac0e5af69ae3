using System;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>What the server knows of a command before it runs.</summary>
/// <param name="Needs">The state it is allowed in.</param>
/// <param name="Run">Does it and returns the tagged response without the tag.</param>
/// <param name="Extension">The capability without which it does not exist; null for one that every server has.</param>
internal readonly record struct ImapServerCommand(ImapState Needs, Func<ImapArguments, string> Run, string? Extension = null);
