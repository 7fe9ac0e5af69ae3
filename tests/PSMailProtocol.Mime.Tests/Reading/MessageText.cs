using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Messages as text in test cases: LF in the text is CRLF in the message, and each character is one octet.</summary>
internal static class MessageText
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", System.StringComparison.Ordinal));

    public static MailMessage Read(string text, MailLimits? limits = null) => Read(Octets(text), limits);

    public static MailMessage Read(byte[] octets, MailLimits? limits = null) => MailMessage.Read(RawMail.FromBytes(octets), limits);

    public static MailMessage ReadHeader(byte[] octets) => MailMessage.ReadHeader(RawMail.FromBytes(octets));

    /// <summary>The message that an attachment is.</summary>
    public static MailMessage ReadAttached(MailAttachment attachment) => Read(attachment.ToArray());
}
