using System.Text;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Messages as text in test cases: LF in the text is CRLF in the message, and each character is one octet.</summary>
internal static class MessageText
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", System.StringComparison.Ordinal));

    public static MimeMessage Parse(string text, MimeLimits? limits = null) => MimeMessage.Parse(Octets(text), limits);

    /// <summary>The octets of a text in UTF-8, as characters.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
