using System;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A part whose transfer encoding nobody can undo is asked for without it (RFC 3516 section 4.3).</summary>
#pragma warning disable RCS1194 // It never leaves the session, so the usual constructors have no use.
internal sealed class ImapUnknownEncodingException : Exception;
#pragma warning restore RCS1194
