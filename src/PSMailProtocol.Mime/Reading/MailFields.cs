using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>The fields of a header block, for who only knows octets.</summary>
public sealed class MailFields : IMailFields
{
    private readonly MessageStructure _structure;
    private readonly MailHeader _header;

    private MailFields(byte[] headerBlock)
    {
        _structure = MessageStructure.ReadHeader(Open, MailLimits.Default);
        _header = new MailHeader(_structure, Open);
        Names = [.. _header.Fields.Select(field => field.Name)];

        Stream Open() => new MemoryStream(headerBlock, writable: false);
    }

    /// <inheritdoc/>
    public string? MessageId => _header.MessageId;

    /// <inheritdoc/>
    public string Subject => _header.Subject;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a header block; a <see cref="ReadMailFields"/>.</summary>
    /// <param name="headerBlock">The block.</param>
    public static IMailFields Read(byte[] headerBlock) => new MailFields(headerBlock);

    /// <inheritdoc/>
    public IReadOnlyList<MailboxAddress> MailboxesAt(int index)
    {
        var mailboxes = new List<MailboxAddress>();
        AddressFields.Read(_structure.Fields[index].RawValue, _header.Charset, mailboxes);
        return mailboxes;
    }
}
