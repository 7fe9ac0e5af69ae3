using System;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A fault breaks the command off; the message is said instead of what is left of it.</summary>
#pragma warning disable RCS1194 // It never leaves the session, so the usual constructors have no use.
internal sealed class ImapBrokenOffException(string line, bool closes) : Exception(line)
#pragma warning restore RCS1194
{
    /// <summary>Whether the connection is closed behind it.</summary>
    public bool Closes { get; } = closes;
}
