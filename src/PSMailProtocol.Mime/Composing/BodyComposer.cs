using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// Makes the body of a draft: <c>mixed</c> around <c>alternative</c> around <c>related</c>, each only where it is needed
/// (RFC 2046 section 5.1, RFC 2387).
/// </summary>
internal sealed class BodyComposer
{
    private readonly MailDraft _draft;
    private readonly TextCharset _charset;
    private readonly Dictionary<DraftAttachment, TransferScan> _scans = [];
    private string? _stem;
    private int _boundaries;

    public BodyComposer(MailDraft draft, TextCharset charset)
    {
        _draft = draft;
        _charset = charset;
    }

    /// <summary>Whether an attached message has bytes above 127.</summary>
    public bool Needs8BitMime { get; private set; }

    public MimeEntity Compose()
    {
        ScanMessages();
        if (_draft.BoundarySeed is not null)
            _stem = Stem(_draft.BoundarySeed);
        bool hasInline = _draft.HtmlBody is null && _draft.InlineAttachments.Count > 0;
        if (!hasInline && _draft.Attachments.Count == 0)
            return Bodies() ?? BodyText.Part("plain", "", _charset);

        Multipart mixed = Open("mixed");
        if (Bodies() is { } bodies)
            mixed.Add(bodies);
        if (hasInline)
            Add(mixed, _draft.InlineAttachments, MimeKit.ContentDisposition.Inline);
        Add(mixed, _draft.Attachments, MimeKit.ContentDisposition.Attachment);
        return mixed;
    }

    /// <summary>The plainest form first: a reader shows the last one that it can (RFC 2046 section 5.1.4).</summary>
    private MimeEntity? Bodies()
    {
        if (_draft.TextBody is null)
            return Html();
        if (_draft.HtmlBody is null)
            return BodyText.Part("plain", _draft.TextBody, _charset);
        Multipart alternative = Open("alternative");
        alternative.Add(BodyText.Part("plain", _draft.TextBody, _charset));
        alternative.Add(Html()!);
        return alternative;
    }

    private MimeEntity? Html()
    {
        if (_draft.HtmlBody is null)
            return null;
        TextPart html = BodyText.Part("html", _draft.HtmlBody, _charset);
        if (_draft.InlineAttachments.Count == 0)
            return html;
        Multipart related = Open("related");
        related.ContentType.Parameters["type"] = "text/html";
        related.Add(html);
        Add(related, _draft.InlineAttachments, MimeKit.ContentDisposition.Inline);
        return related;
    }

    private void Add(Multipart multipart, IList<DraftAttachment> attachments, string disposition)
    {
        foreach (DraftAttachment attachment in attachments)
        {
            if (attachment.Message is null)
                multipart.Add(AttachmentPart.OfContent(attachment, disposition));
            else
                multipart.Add(AttachmentPart.OfMessage(attachment, disposition, _scans[attachment]));
        }
    }

    private Multipart Open(string subtype)
    {
        var multipart = new Multipart(subtype);
        if (_stem is not null)
            multipart.Boundary = _stem + (++_boundaries).ToString(CultureInfo.InvariantCulture);
        return multipart;
    }

    private void ScanMessages()
    {
        foreach (IList<DraftAttachment> attachments in new[] { _draft.InlineAttachments, _draft.Attachments })
        {
            foreach (DraftAttachment attachment in attachments)
            {
                if (attachment.Message is null)
                    continue;
                var scan = new TransferScan();
                attachment.Message.WriteTo(scan);
                _scans[attachment] = scan;
                Needs8BitMime |= scan.HasEightBit && !scan.NeedsEncoding;
            }
        }
    }

    /// <summary>
    /// Chance alone never makes boundaries collide, but a seed may: a message attached to another of the same seed. The
    /// outer one carries more octets of messages than the inner one, so that these tell the two apart.
    /// </summary>
    private string Stem(string seed)
    {
        long attached = 0;
        foreach (TransferScan scan in _scans.Values)
            attached += scan.Length;
        using var hash = SHA256.Create();
        byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(seed + "\n" + attached.ToString(CultureInfo.InvariantCulture)));

        // Neither quoted-printable nor base64 can produce this start (RFC 2045 section 6.7).
        var stem = new StringBuilder("=_");
        for (int i = 0; i < 16; i++)
            stem.Append(digest[i].ToString("x2", CultureInfo.InvariantCulture));
        return stem.Append('_').ToString();
    }
}
