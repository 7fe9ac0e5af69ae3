using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>What the server offers, which faults may withhold, and the commands that need no login.</content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] Extensions =
    [
        "IMAP4rev1", "LITERAL+", "SASL-IR", "UIDPLUS", "UNSELECT", "NAMESPACE", "CHILDREN", "LIST-EXTENDED", "LIST-STATUS",
        "SPECIAL-USE", "STATUS=SIZE", "BINARY", "PREVIEW", "ENABLE", "ID", "UTF8=ACCEPT",
    ];

    private IReadOnlyList<string> Capabilities()
    {
        var capabilities = new List<string>(Extensions);
        if (_state == ImapState.NotAuthenticated)
        {
            if (Service.Options.OfferStartTls && !Connection.IsEncrypted)
                capabilities.Add("STARTTLS");
            if (LacksRequiredTls)
                capabilities.Add("LOGINDISABLED");
            else
                capabilities.AddRange(Mechanisms.Names.Select(name => "AUTH=" + name));
        }

        return Offered(capabilities);
    }

    /// <summary>Whether text may go over the wire in UTF-8 without being a literal.</summary>
    private bool AcceptsUtf8 => _enabled.Contains("UTF8=ACCEPT");

    /// <summary>Whether a capability is offered here and now.</summary>
    private bool Has(string capability) => Capabilities().Any(c => SandboxFaultList.IsNamed(c, capability));

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
