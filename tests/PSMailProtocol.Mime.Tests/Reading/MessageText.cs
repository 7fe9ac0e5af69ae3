using System.IO;
using System.Text;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Messages as text in test cases: LF in the text is CRLF in the message, and each character is one octet.</summary>
internal static class MessageText
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", System.StringComparison.Ordinal));

    public static MailMessage Read(string text, MailLimits? limits = null) => Read(Octets(text), limits);

    public static MailMessage Read(byte[] octets, MailLimits? limits = null) => MailMessage.Read(() => new MemoryStream(octets, writable: false), limits);

    public static MailMessage ReadHeader(byte[] octets) => MailMessage.ReadHeader(() => new MemoryStream(octets, writable: false));

    /// <summary>The message that an attachment is.</summary>
    public static MailMessage ReadAttached(PSMailProtocol.Messages.MailAttachment attachment) => Read(attachment.ToArray());
}
