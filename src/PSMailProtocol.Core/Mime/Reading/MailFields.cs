using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>The fields of a header block, for who only knows octets.</summary>
public sealed class MailFields : IMailFields
{
    private readonly MimeMessage _header;

    private MailFields(MimeMessage header)
    {
        _header = header;
        Names = [.. header.Headers.Select(field => field.Name)];
    }

    /// <inheritdoc/>
    public string? MessageId => _header.MessageId;

    /// <inheritdoc/>
    public string Subject => _header.Subject;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a header block; a <see cref="ReadMailFields"/>.</summary>
    /// <param name="headerBlock">The block.</param>
    public static IMailFields Read(byte[] headerBlock) => new MailFields(MimeMessage.ParseHeader(headerBlock));

    /// <inheritdoc/>
    public IReadOnlyList<MailboxAddress> MailboxesAt(int index)
    {
        var headers = _header.Headers;
        var span = headers.SpanAt(index);
        return AddressListParser.Read(headers.Buffer, span.ValueStart, span.End, headers.Context);
    }
}
