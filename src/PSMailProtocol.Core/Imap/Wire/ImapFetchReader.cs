using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <summary>
/// msg-att (RFC 9051 section 9): a list of item names and values in any order. What cannot be read makes only itself missing.
/// </summary>
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
        for (_reader.Space(); !_reader.IsBroken && !_reader.TryTake(')'); _reader.Space())
        {
            var item = _reader.FetchItem();
            _reader.Space();
            ReadItem(message, item);
        }

        // Behind content it is the content that does not end where it was announced to.
        message.IsBroken = _reader.IsBroken;
        return message is { IsBroken: true, HasContent: true } ? throw _reader.Violation("where an item of FETCH should be") : message;
    }

    private void ReadItem(ImapFetchedMessage message, string item)
    {
        switch (item)
        {
            case "UID":
                message.Uid = _reader.Value()?.Number ?? 0;
                break;
            case "RFC822.SIZE":
                message.Size = _reader.Value()?.Number;
                break;
            case "INTERNALDATE":
                message.InternalDate = ImapDate.Parse(_reader.Value()?.Text);
                break;
            case "FLAGS":
                message.Flags = Texts();
                message.HasFlags = true;
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
                message.Labels = Texts();
                message.HasLabels = true;
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
            case var section
                when section.StartsWith("BODY[", StringComparison.Ordinal) || section.StartsWith("BINARY[", StringComparison.Ordinal):
                message.HasContent = true;
                message.Add(new ImapFetchedSection(section, Content(message)));
                break;
            default:
                _reader.SkipValue();
                break;
        }
    }

    /// <summary>
    /// All contents of one FETCH together have the cap of a message, since no part is larger than its whole.
    /// One that finds no room is still read to its end, so that those behind it can be read.
    /// </summary>
    private RawMail? Content(ImapFetchedMessage message)
    {
        try
        {
            var count = _reader.Content(_spool);
            if (count is null)
                return null;
            message.ContentOctets += count.Value;
            if (message.ContentOctets <= _connection.Limits.MessageSize)
                return _spool.Take();

            _spool.Clear();
            message.Oversize = message.ContentOctets;
            return null;
        }
        catch (MailException e) when (e.Error == MailErrors.SpoolFailed)
        {
            message.Failure = e;
            return null;
        }
    }

    private ulong? Identifier() => ulong.TryParse(_reader.Value()?.Text, out var number) ? number : null;

    private List<string> Texts() =>
        _reader.Value() is { } list ? [.. list.Items.Where(item => item.Text is not null).Select(item => item.Text!)] : [];
}
