using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Text;

namespace PSMailProtocol.Accounts;

/// <summary>
/// Which mailbox is meant: protocol, server, port, user, name and UIDVALIDITY as one value. Two that are equal hold the same mail
/// under the same UIDs. It says nothing of how to log in.
/// </summary>
/// <remarks>
/// Printed it is a URL of RFC 5092 (<c>imap://alice@mail.example.com:993/INBOX;UIDVALIDITY=7</c>) or RFC 2384
/// (<c>pop://alice@mail.example.com:995</c>), or the path of a file, and <see cref="TryParse"/> reads it back.
/// </remarks>
public sealed class MailboxId : IEquatable<MailboxId>
{
    private const string Inbox = "INBOX";
    private const string Pop3Scheme = "pop://";
    private const string ImapScheme = "imap://";
    private const string UidValidityParameter = ";UIDVALIDITY=";

    private MailboxId(string protocol, string server, int port, string userName, string name, long uidValidity)
    {
        Protocol = protocol;
        Server = server;
        Port = port;
        UserName = userName;
        Name = name;
        UidValidity = uidValidity;
    }

    /// <summary>POP3, IMAP or File.</summary>
    public string Protocol { get; }

    /// <summary>The server's name or address as the account names it; empty for a file.</summary>
    public string Server { get; }

    /// <summary>The port; 0 for a file.</summary>
    public int Port { get; }

    /// <summary>The user; a certificate that alone says who it is, by its fingerprint; empty for a file.</summary>
    public string UserName { get; }

    /// <summary>The mailbox's name; a maildrop is always the INBOX, and a file is its path.</summary>
    public string Name { get; }

    /// <summary>
    /// Under this number the UIDs mean the same messages (RFC 9051 section 2.3.1.1); 0 for POP3 and files, which have none.
    /// </summary>
    public long UidValidity { get; }

    /// <summary>The maildrop of an account (RFC 1939).</summary>
    public static MailboxId OfMaildrop(MailAccount account) => new("POP3", account.Server, account.Port, account.Owner ?? "", Inbox, 0);

    /// <summary>A mailbox of an account, as the server named it when it was selected.</summary>
    public static MailboxId OfMailbox(MailAccount account, string name, long uidValidity) =>
        new("IMAP", account.Server, account.Port, account.Owner ?? "", name, uidValidity);

    /// <summary>A file that holds messages.</summary>
    public static MailboxId OfFile(string path) => new("File", "", 0, "", path, 0);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="id">What was read, or null where the text is no such URL and no absolute path.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MailboxId? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return false;
        if (text!.StartsWith(Pop3Scheme, StringComparison.OrdinalIgnoreCase))
            id = ParseUrl(text.Substring(Pop3Scheme.Length), "POP3");
        else if (text.StartsWith(ImapScheme, StringComparison.OrdinalIgnoreCase))
            id = ParseUrl(text.Substring(ImapScheme.Length), "IMAP");
        else if (text.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(text))
            id = OfFile(text);
        return id is not null;
    }

    /// <summary>Whether another is the same mailbox, by whatever port it was reached and whatever its UIDs mean now.</summary>
    public bool IsSameMailbox(MailboxId other) =>
        Protocol == other.Protocol
        && string.Equals(Server, other.Server, StringComparison.OrdinalIgnoreCase)
        && string.Equals(UserName, other.UserName, StringComparison.Ordinal)
        && string.Equals(Name, other.Name, IsInbox ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(MailboxId? other) =>
        other is not null && Port == other.Port && UidValidity == other.UidValidity && IsSameMailbox(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MailboxId);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        StringComparer.OrdinalIgnoreCase.GetHashCode($"{Server}/{Name}") ^ StringComparer.Ordinal.GetHashCode(
            UserName) ^ Port ^ UidValidity.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Protocol switch
    {
        "POP3" => $"{Pop3Scheme}{Authority}",
        "IMAP" => $"{ImapScheme}{Authority}/{Uri.EscapeDataString(Name).Replace("%2F", "/")}{UidValidityText}",
        _ => Name,
    };

    /// <summary>INBOX is one name in any letter case (RFC 9051 section 5.1).</summary>
    private bool IsInbox => Protocol != "File" && string.Equals(Name, Inbox, StringComparison.OrdinalIgnoreCase);

    private string Authority
    {
        get
        {
            var text = new StringBuilder();
            if (UserName.Length > 0)
                text.Append(Uri.EscapeDataString(UserName)).Append('@');
            text.Append(Server.IndexOf(':') >= 0 ? $"[{Server}]" : Server);
            return text.Append(':').Append(Port.ToString(CultureInfo.InvariantCulture)).ToString();
        }
    }

    private string UidValidityText => UidValidity == 0 ? "" : UidValidityParameter + UidValidity.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads what stands behind the scheme. <see cref="Uri"/> is no help: it takes <c>a/../b</c> for <c>b</c>, which is another mailbox.
    /// </summary>
    private static MailboxId? ParseUrl(string rest, string protocol)
    {
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest.Substring(0, slash);
        var path = slash < 0 ? "" : rest.Substring(slash + 1);

        var at = authority.IndexOf('@');
        var colon = authority.LastIndexOf(':');
        if (colon <= at || !int.TryParse(authority.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;

        var userName = Uri.UnescapeDataString(authority.Substring(0, Math.Max(0, at)));
        var server = authority.Substring(at + 1, colon - at - 1).Trim('[', ']');
        if (server.Length == 0)
            return null;
        return protocol == "POP3"
            ? path.Length == 0 ? new MailboxId(protocol, server, port, userName, Inbox, 0) : null
            : ParseMailbox(path) is { } mailbox ? new MailboxId(protocol, server, port, userName, mailbox.Name, mailbox.UidValidity) : null;
    }

    private static (string Name, long UidValidity)? ParseMailbox(string path)
    {
        var uidValidity = 0L;
        var end = path.IndexOf(UidValidityParameter, StringComparison.OrdinalIgnoreCase);
        if (end >= 0
            && !long.TryParse(path.Substring(end + UidValidityParameter.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out uidValidity))
            return null;

        var name = Uri.UnescapeDataString(end < 0 ? path : path.Substring(0, end));
        return name.Length > 0 ? (name, uidValidity) : null;
    }
}
