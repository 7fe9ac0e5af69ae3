using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>What a server offers (RFC 9051 section 7.2.2), from the greeting, a response code or CAPABILITY.</summary>
public sealed class ImapCapabilities
{
    /// <summary>The largest literal that LITERAL- lets go without leave, in octets (RFC 7888 section 5).</summary>
    private const int LargestOfMinus = 4096;

    private const string AuthenticationPrefix = "AUTH=";

    private const string AppendLimitPrefix = "APPENDLIMIT=";

    private readonly HashSet<string> _names;

    internal ImapCapabilities(IEnumerable<string> names) => _names = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);

    /// <summary>No capabilities at all.</summary>
    public static ImapCapabilities None { get; } = new([]);

    /// <summary>The names as the server wrote them.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether the server upgrades to TLS.</summary>
    public bool StartTls => Has("STARTTLS");

    /// <summary>Whether LOGIN is forbidden now, mostly because the connection is in clear.</summary>
    public bool LoginDisabled => Has("LOGINDISABLED");

    /// <summary>Whether a literal may be sent without waiting for leave (RFC 7888).</summary>
    public bool LiteralPlus => Has("LITERAL+");

    /// <summary>Whether a small literal may be sent without waiting for leave (RFC 7888 section 5; IMAP4rev2 has it built in).</summary>
    public bool LiteralMinus => Has("LITERAL-") || Has("IMAP4REV2");

    /// <summary>The SASL mechanisms, which are listed as AUTH=….</summary>
    public IReadOnlyCollection<string> AuthenticationMechanisms =>
        _names.Where(name => name.StartsWith(AuthenticationPrefix, StringComparison.OrdinalIgnoreCase))
            .Select(name => name.Substring(AuthenticationPrefix.Length)).ToArray();

    /// <summary>
    /// The largest message that any mailbox takes, in octets (RFC 7889); null if the server does not say, or says it of each mailbox.
    /// </summary>
    public long? AppendLimit => _names
        .Where(name => name.StartsWith(AppendLimitPrefix, StringComparison.OrdinalIgnoreCase))
        .Select(name => ImapValue.ParseNumber(name.Substring(AppendLimitPrefix.Length)))
        .FirstOrDefault();

    /// <summary>Whether a literal of so many octets may be sent without waiting for leave.</summary>
    internal bool TakesUnasked(long octets) => LiteralPlus || (LiteralMinus && octets <= LargestOfMinus);

    /// <summary>Whether a capability is offered.</summary>
    public bool Has(string name) => _names.Contains(name);
}
