using System.IO;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Imap;

/// <summary>The message that Courier gives out in the place of one that is gone, as if it were it.</summary>
internal static class ImapStandIn
{
    private const string Subject = "message unavailable";

    private static readonly byte[] Courier = Encoding.ASCII.GetBytes(
        $"From: System Administrator <root@localhost>\r\nSubject: {Subject}\r\n\r\nThis message is no longer available on the server.\r\n");

    /// <summary>Whether it is one: its content is, or its envelope where that is all there is.</summary>
    public static bool Is(ImapFetchedMessage message) =>
        message.Size == Courier.Length && (message.Mail is null ? message.Envelope?.Subject == Subject : IsBeginning(message.Mail));

    /// <summary>Whether it is that message, or its header.</summary>
    private static bool IsBeginning(RawMail mail)
    {
        if (mail.Length == 0 || mail.Length > Courier.Length)
            return false;

        using var octets = mail.OpenRead();
        using var content = new MemoryStream(Courier);
        for (var i = mail.Length; i > 0; i--)
        {
            if (octets.ReadByte() != content.ReadByte())
                return false;
        }

        return true;
    }
}
