using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <summary>msg-att (RFC 9051 section 9): a list of item names and values in any order. What cannot be read makes only itself missing.</summary>
internal sealed class ImapFetchReader
{
    private readonly ImapReader _reader;
    private readonly MailConnection _connection;
    private readonly MailSpool _spool;

    public ImapFetchReader(ImapReader reader, MailConnection connection, MailSpool spool)
    {
        _reader = reader;
        _connection = connection;
        _spool = spool;
    }

    /// <summary>Reads the list of a message with this number.</summary>
    public ImapFetchedMessage Read(long number)
    {
        var message = new ImapFetchedMessage { Number = number };
        _reader.Space();
        _reader.Expect('(');
        for (_reader.Space(); !_reader.TryTake(')'); _reader.Space())
        {
            var item = _reader.FetchItem();
            _reader.Space();
            ReadItem(message, item);
        }

        return message;
    }

    private void ReadItem(ImapFetchedMessage message, string item)
    {
        switch (item)
        {
            case "UID":
                message.Uid = _reader.Number();
                break;
            case "RFC822.SIZE":
                message.Size = ImapValue.ParseNumber(_reader.NString());
                break;
            case "INTERNALDATE":
                message.InternalDate = ImapDate.Parse(_reader.NString());
                break;
            case "FLAGS":
                message.Flags = Flags();
                break;
            case "ENVELOPE":
                message.Envelope = ImapEnvelope.Read(_reader.Value());
                break;
            case "BODYSTRUCTURE":
                message.Structure = ImapBodyStructure.Read(_reader.Value());
                break;
            case "MODSEQ":
                message.ModSeq = _reader.Value() is { } sequence ? sequence[0].Number ?? sequence.Number : null;
                break;
            case "PREVIEW":
                // Drafts of RFC 8970 had a list of algorithm and text.
                message.Preview = _reader.Unshown(_reader.Value) is { } preview ? preview.Text ?? preview[1].Text : null;
                break;
            case "X-GM-LABELS":
                message.Labels = _reader.Value() is { } labels ? [.. labels.Items.Where(label => label.Text is not null).Select(label => label.Text!)] : [];
                break;
            case "X-GM-MSGID":
                message.GmailMessageId = Identifier();
                break;
            case "X-GM-THRID":
                message.GmailThreadId = Identifier();
                break;
            case "BODY[]" or "BODY[HEADER]" or "RFC822" or "RFC822.HEADER":
                message.HasContent = true;
                message.Mail = Content(message);
                break;
            case var section when section.StartsWith("BODY[", StringComparison.Ordinal) || section.StartsWith("BINARY[", StringComparison.Ordinal):
                message.HasContent = true;
                message.Add(new ImapFetchedSection(section, Content(message)));
                break;
            default:
                _reader.SkipValue();
                break;
        }
    }

    /// <summary>A message that finds no room is still read to its end, so that those behind it can be read.</summary>
    private RawMail? Content(ImapFetchedMessage message)
    {
        try
        {
            var count = _reader.Content(_spool);
            if (count is null)
                return null;
            if (count <= _connection.Limits.MessageSize)
                return _spool.Take();

            message.Oversize = count;
            return null;
        }
        catch (MailException e) when (e.Error == MailErrors.SpoolFailed)
        {
            message.Failure = e;
            return null;
        }
    }

    private ulong? Identifier() => ulong.TryParse(_reader.NString(), out var number) ? number : null;

    private List<string> Flags()
    {
        var flags = new List<string>();
        _reader.List(() => flags.Add(_reader.Atom()));
        return flags;
    }
}
