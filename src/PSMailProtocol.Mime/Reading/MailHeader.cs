using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MimeKit;
using MimeKit.IO;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>The fields of one header block, each read when it is asked for.</summary>
internal sealed class MailHeader(MessageStructure structure, Func<Stream> open)
{
    private Encoding? _charset;
    private Messages.HeaderCollection? _fields;

    /// <summary>The fields as they are shown.</summary>
    public Messages.HeaderCollection Fields => _fields ??= new Messages.HeaderCollection(structure.Fields.ConvertAll(Show));

    /// <summary>What octets are in that nothing declares and that are not UTF-8: the charset of the text, or windows-1252.</summary>
    public Encoding Charset => _charset ??= FindCharset();

    public string Subject => Find(HeaderId.Subject) is { } subject ? FieldText.Read(subject, Charset) : "";

    public string? MessageId => MessageIds.First(Find(HeaderId.MessageId));

    public DateTimeOffset? Date => MailDate.Read(Find(HeaderId.Date));

    public List<Messages.ReceivedField> Received => FindAll(HeaderId.Received).ConvertAll(station => ReceivedFields.Read(station, Charset));

    public Header? Find(HeaderId id) => structure.Fields.Find(found => found.Id == id);

    public Header? Find(string name) => structure.Fields.Find(found => found.Field.Equals(name, StringComparison.OrdinalIgnoreCase));

    public List<Header> FindAll(HeaderId id) => structure.Fields.FindAll(found => found.Id == id);

    /// <summary>A field that may occur once and occurs again is read on, so that no recipient is lost.</summary>
    public IReadOnlyList<MailboxAddress> Mailboxes(HeaderId id)
    {
        var mailboxes = new List<MailboxAddress>();
        foreach (var addresses in FindAll(id))
            AddressFields.Read(addresses.RawValue, Charset, mailboxes);
        return mailboxes;
    }

    public long Offset(Header header) => structure.Map.ToSource(FieldText.ViewOffset(header));

    private Messages.HeaderField Show(Header header)
    {
        var offset = Offset(header);
        var end = header is LongField
            ? offset + FieldText.Length(header)
            : structure.Map.ToSource(FieldText.ViewOffset(header) + FieldText.Length(header));
        return new Messages.HeaderField(
            FieldText.IsField(header) ? header.Field : "",
            offset,
            (int)(end - offset),
            () => ReadOctets(offset, end),
            () => FieldText.Read(header, Charset));
    }

    private byte[] ReadOctets(long start, long end)
    {
        using var range = new BoundStream(open(), start, end, leaveOpen: false);
        using var octets = new MemoryStream();
        range.CopyTo(octets);
        return octets.ToArray();
    }

    private Encoding FindCharset()
    {
        var type = Find(HeaderId.ContentType);
        var charset = type is not null && MimeKit.ContentType.TryParse(type.RawValue, out var read) ? read.Charset : null;
        var encoding = charset is null ? null : Charsets.Find(charset);
        var isUsable = encoding is not null && !ReferenceEquals(encoding, Charsets.Utf8) && IsAsciiCompatible(encoding);
        return isUsable ? encoding! : Charsets.Windows1252;
    }

    private static bool IsAsciiCompatible(Encoding encoding)
    {
        const string Sample = "=?From: <a@b.example>?=";
        return encoding.GetString(Encoding.ASCII.GetBytes(Sample)) == Sample;
    }
}
