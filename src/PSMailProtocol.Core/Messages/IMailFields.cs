using System.Collections.Generic;

namespace PSMailProtocol.Messages;

/// <summary>Reads a header block. Whoever can parse one hands it to those who only know octets.</summary>
/// <param name="headerBlock">The block, its lines ending in CRLF; any octets are one.</param>
public delegate IMailFields ReadMailFields(byte[] headerBlock);

/// <summary>The fields of a header block, as far as they say who a message is from and for.</summary>
public interface IMailFields
{
    /// <summary>The message id without its angle brackets, or null.</summary>
    string? MessageId { get; }

    /// <summary>The subject, decoded; an empty string if there is none.</summary>
    string Subject { get; }

    /// <summary>The names of the fields in their order, as written; an empty one for a line that is no field.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The mailboxes that a field names, groups flattened; none if it names none that can be read.</summary>
    /// <param name="index">Which of <see cref="Names"/>.</param>
    IReadOnlyList<MailboxAddress> MailboxesAt(int index);
}
