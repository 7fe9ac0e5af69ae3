using System;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A command that breaks the grammar of RFC 3501 section 9; it is answered with BAD and this message.</summary>
#pragma warning disable RCS1194 // It never leaves the session, so the usual constructors have no use.
internal sealed class ImapSyntaxException(string message) : Exception(message);
#pragma warning restore RCS1194
