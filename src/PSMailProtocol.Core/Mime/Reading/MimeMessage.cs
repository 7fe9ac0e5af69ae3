using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// A message as it was received (RFC 5322, RFC 2045). Any bytes are a message: what is malformed is repaired and listed
/// in <see cref="Defects"/>. The bytes are kept once, and what they say is decoded when it is asked for. An instance is
/// not safe for several threads at once.
/// </summary>
public sealed class MimeMessage
{
    private readonly MimeTree _tree;
    private readonly Dictionary<string, IReadOnlyList<MailboxAddress>> _addresses = new(StringComparer.Ordinal);
    private BodySelection? _bodies;
    private string? _textBody;
    private bool _textBodyIsRead;
    private string? _htmlBody;
    private bool _htmlBodyIsRead;
    private string? _subject;
    private DateTimeOffset? _date;
    private bool _dateIsRead;
    private IReadOnlyList<MimeDefect>? _defects;
    private DeliveryStatusNotification? _deliveryStatus;
    private DispositionNotification? _dispositionNotification;

    private MimeMessage(MimeTree tree, MimePart body)
    {
        _tree = tree;
        Body = body;
    }

    /// <summary>The fields of the message's header block.</summary>
    public HeaderCollection Headers => Body.Headers;

    /// <summary>The authors, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> From => GetAddresses("From");

    /// <summary>The primary recipients, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> To => GetAddresses("To");

    /// <summary>The other recipients, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> Cc => GetAddresses("Cc");

    /// <summary>The blind recipients, which only the sender's own copy should have.</summary>
    public IReadOnlyList<MailboxAddress> Bcc => GetAddresses("Bcc");

    /// <summary>Where answers are to go.</summary>
    public IReadOnlyList<MailboxAddress> ReplyTo => GetAddresses("Reply-To");

    /// <summary>Who sent it for the authors, or <c>null</c>.</summary>
    public MailboxAddress? Sender
    {
        get
        {
            var addresses = GetAddresses("Sender");
            return addresses.Count == 0 ? null : addresses[0];
        }
    }

    /// <summary>The subject, decoded, or an empty string. It may hold any character a sender put there but CR, LF and NUL, which are spaces.</summary>
    public string Subject => _subject ??= Headers["Subject"] ?? "";

    /// <summary>When it was sent, by its own word; <c>null</c> when it does not say, or not so that it can be read.</summary>
    public DateTimeOffset? Date
    {
        get
        {
            if (!_dateIsRead)
            {
                _dateIsRead = true;
                _date = Headers.TryFind("Date", out var span)
                    ? MailDateParser.Read(Headers.Buffer, span.ValueStart, span.End, out _)
                    : null;
            }

            return _date;
        }
    }

    /// <summary>The message id without angle brackets, or <c>null</c>.</summary>
    public string? MessageId => MessageIdParser.ReadFirst(Headers, "Message-ID");

    /// <summary>The id of the message that this one answers, without angle brackets, or <c>null</c>.</summary>
    public string? InReplyTo => MessageIdParser.ReadFirst(Headers, "In-Reply-To");

    /// <summary>The ids of the thread up to this message, without angle brackets.</summary>
    public IReadOnlyList<string> References => MessageIdParser.ReadAll(Headers, "References");

    /// <summary>
    /// The plain text, or <c>null</c> when there is none. It is the first text of each alternative, and the inline text
    /// parts of a <c>multipart/mixed</c> joined in their order; parts with a file name are attachments. Line ends are the sender's.
    /// </summary>
    public string? TextBody
    {
        get
        {
            if (!_textBodyIsRead)
            {
                _textBodyIsRead = true;
                _textBody = Bodies.Text;
            }

            return _textBody;
        }
    }

    /// <summary>The HTML, or <c>null</c> when there is none; chosen as <see cref="TextBody"/> is.</summary>
    public string? HtmlBody
    {
        get
        {
            if (!_htmlBodyIsRead)
            {
                _htmlBodyIsRead = true;
                _htmlBody = Bodies.Html;
            }

            return _htmlBody;
        }
    }

    /// <summary>The stations of its way, the newest first.</summary>
    public IReadOnlyList<ReceivedField> Received
    {
        get
        {
            var stations = new List<ReceivedField>();
            for (var i = Headers.IndexOf("Received", 0); i >= 0; i = Headers.IndexOf("Received", i + 1))
            {
                var span = Headers.SpanAt(i);
                stations.Add(ReceivedField.Read(Headers.Buffer, span.ValueStart, span.End));
            }

            return stations;
        }
    }

    /// <summary>The report about a delivery that this message is (RFC 3464), or <c>null</c> when it is none.</summary>
    public DeliveryStatusNotification? DeliveryStatus => _deliveryStatus ??= DeliveryStatusNotification.Read(Body);

    /// <summary>The read receipt that this message is (RFC 8098), or <c>null</c> when it is none.</summary>
    public DispositionNotification? DispositionNotification => _dispositionNotification ??= Mime.DispositionNotification.Read(Body);

    /// <summary>Every part that is neither in <see cref="TextBody"/> nor in <see cref="HtmlBody"/>, inline images included.</summary>
    public IReadOnlyList<MailAttachment> Attachments => Bodies.Attachments;

    /// <summary>What had to be repaired, in the order of the octets. The first call decodes everything to find out.</summary>
    public IReadOnlyList<MimeDefect> Defects => _defects ??= DefectCheck.Run(this, _tree);

    /// <summary>The outermost part: the root of the tree.</summary>
    public MimePart Body { get; }

    /// <summary>How many octets it has as it was received.</summary>
    public long Size => End - Start;

    internal long Start => Body.Parent is null ? 0 : Body.Offset;

    internal long End => Body.Parent is null ? _tree.Source.Length : Body.BodyOffset + Body.BodyLength;

    internal BodySelection Bodies => _bodies ??= new BodySelection(Body);

    /// <summary>Reads a message from its bytes, which must not change while it is in use.</summary>
    /// <param name="bytes">The message, line ends as they come.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> when it is larger than the limits allow.</exception>
    public static MimeMessage Parse(byte[] bytes, MimeLimits? limits = null)
    {
        if (bytes is null)
        {
            throw new ArgumentNullException(nameof(bytes));
        }

        return Parse(new MemoryMail(bytes), limits ?? MimeLimits.Default);
    }

    /// <summary>
    /// Reads a header block that was fetched without its body: the fields are the message's, the parts they announce are
    /// not there, and that is no defect.
    /// </summary>
    /// <param name="bytes">The header block, with or without the empty line behind it.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> when it is larger than the limits allow.</exception>
    public static MimeMessage ParseHeader(byte[] bytes, MimeLimits? limits = null)
    {
        if (bytes is null)
        {
            throw new ArgumentNullException(nameof(bytes));
        }

        var tree = MimeParser.ParseHeader(new MemoryMail(bytes), limits ?? MimeLimits.Default);
        return new MimeMessage(tree, tree.Parts[0]);
    }

    /// <summary>Reads a message from a stream, to its end. The stream is not closed and may be closed afterwards.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> when it is larger than the limits allow.</exception>
    public static MimeMessage Parse(Stream stream, MimeLimits? limits = null)
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        limits ??= MimeLimits.Default;
        return Parse(new MemoryMail(StreamContent.ReadToEnd(stream, limits.MaxMessageSize)), limits);
    }

    /// <summary>The plain text as <see cref="TextBody"/> has it, its <c>format=flowed</c> lines joined to paragraphs (RFC 3676) if asked for.</summary>
    /// <param name="unwrapFlowed">Whether soft line breaks are undone.</param>
    public string? GetTextBody(bool unwrapFlowed) => unwrapFlowed ? Bodies.UnwrappedText : TextBody;

    /// <summary>Writes the message as it was received.</summary>
    /// <param name="stream">Where to.</param>
    public void WriteTo(Stream stream)
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        if (_tree.Source.Array is { } array)
        {
            stream.Write(array, (int)Start, (int)Size);
            return;
        }

        using var raw = OpenRaw();
        raw.CopyTo(stream);
    }

    /// <summary>Opens the message as it was received.</summary>
    public Stream OpenRaw() => _tree.Source.OpenRead(Start, Size);

    /// <summary>The subject, for a person.</summary>
    public override string ToString() => Subject;

    /// <summary>Reads a received message.</summary>
    /// <param name="mail">Its octets.</param>
    public static MimeMessage Parse(RawMail mail) => Parse(mail, MimeLimits.Default);

    /// <summary>Reads the header block that a received message begins with, and nothing behind it.</summary>
    /// <param name="mail">Its octets.</param>
    public static MimeMessage ParseHeader(RawMail mail)
    {
        var tree = MimeParser.ParseHeader(mail, MimeLimits.Default);
        return new MimeMessage(tree, tree.Parts[0]);
    }

    internal static MimeMessage Parse(RawMail source, MimeLimits limits)
    {
        var tree = MimeParser.Parse(source, limits);
        return new MimeMessage(tree, tree.Parts[0]);
    }

    /// <summary>The message that a part is. One in a transfer encoding, against RFC 2046 section 5.2.1, is decoded and read on its own.</summary>
    internal static MimeMessage FromPart(MimePart part, MimeTree tree)
    {
        if (part.ChildCount > 0)
        {
            return new MimeMessage(tree, part.Children[0]);
        }

        var content = PartContent.Decode(part, null);
        return Parse(new MemoryMail(content), tree.Limits.Within(part.Depth + 1));
    }

    private IReadOnlyList<MailboxAddress> GetAddresses(string name)
    {
        if (!_addresses.TryGetValue(name, out var addresses))
        {
            _addresses.Add(name, addresses = ReadAddresses(name));
        }

        return addresses;
    }

    // A field that may occur once and occurs again is read on, so that no recipient is lost.
    private List<MailboxAddress> ReadAddresses(string name)
    {
        List<MailboxAddress>? addresses = null;
        for (var i = Headers.IndexOf(name, 0); i >= 0; i = Headers.IndexOf(name, i + 1))
        {
            var span = Headers.SpanAt(i);
            var read = AddressListParser.Read(Headers.Buffer, span.ValueStart, span.End, Headers.Context);
            if (addresses is null)
            {
                addresses = read;
            }
            else
            {
                addresses.AddRange(read);
            }
        }

        return addresses ?? [];
    }
}
