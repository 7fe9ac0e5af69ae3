using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Tests.Messages;

/// <summary>What mail says, octet by octet.</summary>
internal static class MailText
{
    public static byte[] Octets(this IMailContent mail)
    {
        using var octets = new MemoryStream();
        mail.WriteTo(octets);
        return octets.ToArray();
    }

    public static string Text(this RawMail mail) => Encoding.Latin1.GetString(mail.ToArray());

    public static string Text(this IMailContent mail) => Encoding.Latin1.GetString(mail.Octets());

    /// <summary>The value of the first line that is a subject.</summary>
    public static string Subject(this RawMail mail) =>
        mail.Text().Split("\r\n").First(line => line.StartsWith("Subject: ", System.StringComparison.Ordinal))
            .Substring("Subject: ".Length);
}
