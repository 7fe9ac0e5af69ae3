using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>What the server offers, which faults may withhold, and the commands that need no login.</content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] Extensions =
    [
        "IMAP4rev1", "IMAP4rev2", "LITERAL+", "LITERAL-", "SASL-IR", "ENABLE", "ID", "IDLE", "UIDPLUS", "MOVE", "UNSELECT", "NAMESPACE",
        "CHILDREN", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "CREATE-SPECIAL-USE", "STATUS=SIZE", "ESEARCH", "SEARCHRES", "WITHIN",
        "CONDSTORE", "BINARY", "PREVIEW", "UTF8=ACCEPT", "QUOTA", "QUOTA=RES-STORAGE",
    ];

    /// <summary>What RFC 9051 has without a capability.</summary>
    private static readonly string[] PartsOfRevision2 =
    [
        "ENABLE", "IDLE", "UIDPLUS", "MOVE", "UNSELECT", "NAMESPACE", "CHILDREN", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE",
        "STATUS=SIZE",
        "ESEARCH", "SEARCHRES", "BINARY", "LITERAL-",
    ];

    /// <summary>Whether the dialogue is one of RFC 9051: the client enabled it, or there is no other.</summary>
    private bool IsRevision2 => _enabled.Contains("IMAP4rev2") || !Capabilities().Contains("IMAP4rev1");

    private IReadOnlyList<string> Capabilities()
    {
        var capabilities = new List<string>(Extensions);
        capabilities.Add($"APPENDLIMIT={Service.Options.MaximumMessageSize}");
        if (Service.Options.OfferGmail)
            capabilities.Add("X-GM-EXT-1");
        if (_state == ImapState.NotAuthenticated)
        {
            if (Service.Options.OfferStartTls && !Connection.IsEncrypted)
                capabilities.Add("STARTTLS");
            if (LacksRequiredTls)
                capabilities.Add("LOGINDISABLED");
            else
                capabilities.AddRange(Mechanisms.Names.Select(name => "AUTH=" + name));
        }

        // The one means the other, and both are never named (RFC 7888 section 5).
        var offered = Offered(capabilities);
        return offered.Contains("LITERAL+") ? offered.Where(c => c != "LITERAL-").ToList() : offered;
    }

    /// <summary>Whether text may go over the wire in UTF-8 without being a literal.</summary>
    private bool AcceptsUtf8 => _enabled.Contains("UTF8=ACCEPT") || IsRevision2;

    /// <summary>Whether a capability is offered here and now.</summary>
    private bool Has(string capability) =>
        Capabilities().Any(c => SandboxFaultList.IsNamed(c, capability)) || (PartsOfRevision2.Contains(capability) && IsRevision2);

    private string Capability(ImapArguments arguments)
    {
        arguments.End();
        Reply("* CAPABILITY " + string.Join(" ", Capabilities()));
        return "OK CAPABILITY completed";
    }

    private string NoOperation(ImapArguments arguments)
    {
        arguments.End();
        return "OK completed";
    }

    private string LogOut(ImapArguments arguments)
    {
        arguments.End();
        _selection = null;
        Reply("* BYE closing");
        Close();
        return "OK LOGOUT completed";
    }

    private string StartTls(ImapArguments arguments)
    {
        arguments.End();
        if (!Capabilities().Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
            return "BAD STARTTLS is not offered";

        _afterReply = () => Connection.StartTls(Service.Certificate);
        return "OK Begin TLS";
    }
}
