using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Completion;

/// <summary>Offers the ports of the protocol that a command speaks (RFC 8314 section 7.3, RFC 5321 section 4.5.4.2).</summary>
internal sealed class PortWords : WordCompleter
{
    private static readonly (string Protocol, string Text, string Note)[] Ports =
    [
        ("Smtp", "587", "587: submission, encrypted by STARTTLS"),
        ("Smtp", "465", "465: submission, encrypted from the first octet"),
        ("Smtp", "25", "25: from server to server"),
        ("Pop3", "995", "995: POP3, encrypted from the first octet"),
        ("Pop3", "110", "110: POP3, encrypted by STLS"),
        ("Imap", "993", "993: IMAP, encrypted from the first octet"),
        ("Imap", "143", "143: IMAP, encrypted by STARTTLS"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command)
    {
        var protocol = CommandProtocol.Of(command);
        return Ports.Where(port => protocol is null || protocol == port.Protocol).Select(port => (port.Text, port.Note));
    }
}
