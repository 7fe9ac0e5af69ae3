using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox;

/// <summary>The commands that each of the sandbox's servers knows, by the names that rules of misbehaviour have for them.</summary>
public static class SandboxCommands
{
    private static readonly string[] Smtp =
    [
        "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "VRFY", "HELP", "QUIT",
    ];

    private static readonly string[] Pop3 =
    [
        "CAPA", "STLS", "USER", "PASS", "APOP", "AUTH", "UTF8", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP", "QUIT",
    ];

    private static readonly string[] Imap =
    [
        "CAPABILITY", "NOOP", "ID", "LOGOUT", "STARTTLS", "LOGIN", "AUTHENTICATE", "ENABLE", "SELECT", "EXAMINE", "NAMESPACE", "LIST",
        "LSUB", "SUBSCRIBE", "UNSUBSCRIBE", "CREATE", "DELETE", "RENAME", "APPEND", "STATUS", "GETQUOTA", "GETQUOTAROOT", "IDLE", "CHECK",
        "COPY", "UID COPY", "MOVE", "UID MOVE", "CLOSE", "UNSELECT", "SEARCH", "UID SEARCH", "FETCH", "UID FETCH", "STORE", "UID STORE",
        "EXPUNGE", "UID EXPUNGE",
    ];

    /// <summary>The commands of a protocol, in the order of a session.</summary>
    public static IReadOnlyList<string> Of(SandboxProtocol protocol) => protocol switch
    {
        SandboxProtocol.Smtp => Smtp,
        SandboxProtocol.Pop3 => Pop3,
        _ => Imap,
    };

    /// <summary>Whether a rule for this command, or stage, can ever apply.</summary>
    public static bool CanApply(SandboxProtocol protocol, string verb) =>
        Of(protocol).Contains(verb, StringComparer.OrdinalIgnoreCase)
        || verb.Equals(SandboxFault.Greeting, StringComparison.OrdinalIgnoreCase)
        || (protocol == SandboxProtocol.Smtp && verb == SandboxFault.EndOfData);
}
