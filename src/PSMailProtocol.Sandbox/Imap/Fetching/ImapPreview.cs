using System.Net;
using System.Text.RegularExpressions;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>The beginning of what a message says (RFC 8970 section 3.2).</summary>
internal static class ImapPreview
{
    private const int Longest = 200;

    private static readonly Regex Hidden = new(@"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase);
    private static readonly Regex Blanks = new(@"[\s\p{Cc}]+");

    public static string Of(MailMessage message)
    {
        var text = message.TextBody ?? WebUtility.HtmlDecode(Hidden.Replace(Beginning(message.HtmlBody ?? ""), " "));
        text = Blanks.Replace(Beginning(text), " ").Trim();
        if (text.Length <= Longest)
            return text;
        return text.Substring(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest);
    }

    /// <summary>Nobody reads on to find so few characters.</summary>
    private static string Beginning(string text) => text.Length > 64 * 1024 ? text.Substring(0, 64 * 1024) : text;
}
