using System;
using System.Linq;

namespace PSMailProtocol.Completion;

/// <summary>The protocol that a command speaks, by its name.</summary>
internal static class CommandProtocol
{
    private static readonly string[] All = ["Smtp", "Pop3", "Imap"];

    /// <summary>Smtp, Pop3 or Imap; null for a name that names none, such as an alias that somebody made.</summary>
    public static string? Of(string command) =>
        Array.Find(All, protocol => command.IndexOf($"-{protocol}", StringComparison.OrdinalIgnoreCase) >= 0);
}
