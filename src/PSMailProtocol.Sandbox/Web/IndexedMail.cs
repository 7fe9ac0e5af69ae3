using System;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>What lists and searches need of a message, read once.</summary>
internal sealed class IndexedMail
{
    /// <summary>How much of the text is searched, in characters.</summary>
    public const int SearchedText = 64 * 1024;

    private const int LongestField = 1000;
    private const int LongestPreview = 200;

    private static readonly ConditionalWeakTable<SandboxMail, IndexedMail> Known = new();

    private readonly string _text;

    private IndexedMail(SandboxMail mail)
    {
        var message = Read(mail);
        _text = TextOf(message);
        Summary = Fill(new WebMessageSummary(), mail, message);
        Summary.Preview = Cut(string.Join(" ", Cut(_text, 4 * LongestPreview).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            LongestPreview);
    }

    /// <summary>What the list shows.</summary>
    public WebMessageSummary Summary { get; }

    /// <summary>What is known of a message; it is forgotten with the message.</summary>
    public static IndexedMail Of(SandboxMail mail) => Known.GetValue(mail, m => new IndexedMail(m));

    /// <summary>A message to read; each reader has its own, since one is made for one thread.</summary>
    public static MailMessage Read(SandboxMail mail) => MailMessage.Read(RawMail.FromBytes(mail.Octets));

    /// <summary>Takes over what a message says of itself, and its envelope.</summary>
    public static T Fill<T>(T summary, SandboxMail mail, MailMessage message)
        where T : WebMessageSummary
    {
        summary.Id = mail.QueueId;
        summary.Accepted = Time(mail.Accepted);
        summary.Sender = mail.Sender;
        summary.Recipients = [.. mail.Recipients];
        summary.From = Cut(string.Join(", ", message.From), LongestField);
        summary.To = Cut(string.Join(", ", message.To), LongestField);
        summary.Cc = Cut(string.Join(", ", message.Cc), LongestField);
        summary.Subject = Cut(message.Subject, LongestField);
        summary.Date = message.Date is { } date ? Time(date) : null;
        summary.Size = mail.Octets.Length;
        summary.Tls = mail.TlsProtocol == SslProtocols.None ? null : mail.TlsProtocol.ToString();
        summary.User = mail.AuthenticatedUser;
        summary.HasHtml = message.HtmlBody is not null;
        summary.AttachmentCount = message.Attachments.Count;
        return summary;
    }

    /// <summary>Whether the message fits: each condition that is given has to be contained, whatever the letter case.</summary>
    public bool Fits(WebSearch search) =>
        Contains(search.From, Summary.From, Summary.Sender)
        && Contains(search.To, [Summary.To, Summary.Cc, .. search.To is null ? [] : Summary.Recipients])
        && Contains(search.Subject, Summary.Subject)
        && Contains(search.Text, _text)
        && Contains(search.Any,
            [Summary.From, Summary.Sender, Summary.To, Summary.Cc, Summary.Subject, _text,
                .. search.Any is null ? [] : Summary.Recipients]);

    private static bool Contains(string? sought, params string[] texts) =>
        sought is null || texts.Any(text => text.IndexOf(sought, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string TextOf(MailMessage message) =>
        message.TextBody is { } text && !string.IsNullOrWhiteSpace(text) ? Cut(text, SearchedText)
        : message.HtmlBody is { } html ? SafeHtml.ReadText(html, SearchedText)
        : "";

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The beginning of a text, which splits no character.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text.Substring(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most);
}
