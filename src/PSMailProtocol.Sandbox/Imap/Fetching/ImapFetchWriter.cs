using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;
using PSMailProtocol.Sandbox.Serving;
using PSMailProtocol.Sandbox.Store;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Writes FETCH responses (RFC 3501 section 7.4.2).</summary>
internal sealed class ImapFetchWriter
{
    private readonly SandboxConnection _connection;
    private readonly bool _acceptsUtf8;
    private readonly Func<string, long, long> _announced;

    /// <summary>Creates a writer.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="acceptsUtf8">Whether quoted strings may hold UTF-8.</param>
    /// <param name="announced">From the UID and the real size of something to the size that is announced.</param>
    public ImapFetchWriter(SandboxConnection connection, bool acceptsUtf8, Func<string, long, long> announced)
    {
        _connection = connection;
        _acceptsUtf8 = acceptsUtf8;
        _announced = announced;
    }

    /// <summary>Writes the response for one message.</summary>
    /// <exception cref="ImapUnknownEncodingException">A part is to be decoded and nobody knows how; nothing is sent.</exception>
    public void Write(ImapNumberedMessage message, IReadOnlyList<ImapFetchItem> items)
    {
        ImapEntity? structure = null;
        ImapEntity Structure() => structure ??= ImapEntity.Read(message.Message.Octets);
        if (items.Any(i => i.IsDecoded && i.Path.Count > 0 && Structure().Find(i.Path) is { HasKnownEncoding: false }))
            throw new ImapUnknownEncodingException();

        var response = new ImapResponse(_connection, _acceptsUtf8);
        response.Text($"* {message.Number} FETCH (");
        for (var i = 0; i < items.Count; i++)
        {
            response.Text((i > 0 ? " " : "") + items[i].Label + " ");
            WriteValue(response, message.Message, items[i], Structure);
        }

        response.Text(")").Send();
    }

    private void WriteValue(ImapResponse response, SandboxMessage message, ImapFetchItem item, Func<ImapEntity> structure)
    {
        var uid = message.Uid.ToString(CultureInfo.InvariantCulture);
        switch (item.Name)
        {
            case "UID":
                response.Text(uid);
                break;
            case "FLAGS":
                response.Text($"({string.Join(" ", message.Flags)})");
                break;
            case "INTERNALDATE":
                response.Text('"' + InternalDate(message.InternalDate) + '"');
                break;
            case "RFC822.SIZE":
                response.Text(_announced(uid, message.Octets.Length).ToString(CultureInfo.InvariantCulture));
                break;
            case "MODSEQ":
                response.Text($"({message.ModSeq})");
                break;
            case "X-GM-MSGID":
                response.Text(message.GmailMessageId.ToString(CultureInfo.InvariantCulture));
                break;
            case "X-GM-THRID":
                response.Text(message.GmailThreadId.ToString(CultureInfo.InvariantCulture));
                break;
            case "X-GM-LABELS":
                WriteLabels(response, message);
                break;
            case "ENVELOPE":
                WriteEnvelope(response, message);
                break;
            case "BODY" or "BODYSTRUCTURE":
                BodyStructureWriter.Write(response, structure(), isExtended: item.Name == "BODYSTRUCTURE");
                break;
            case "PREVIEW":
                response.String(InUtf8(message.Look(ImapPreview.Of)));
                break;
            case "BINARY.SIZE":
                response.Text((ImapContent.Decode(message.Octets, structure, item)?.Count ?? 0).ToString(CultureInfo.InvariantCulture));
                break;
            case "BINARY":
                WriteContent(response, uid, ImapContent.Decode(message.Octets, structure, item), mayHoldNul: true);
                break;
            default:
                WriteContent(response, uid, ImapContent.Find(message.Octets, structure, item), mayHoldNul: false);
                break;
        }
    }

    /// <summary>Labels are named as mailboxes are; those of the system look like flags.</summary>
    private void WriteLabels(ImapResponse response, SandboxMessage message)
    {
        response.Text("(");
        var labels = message.Labels;
        for (var i = 0; i < labels.Count; i++)
        {
            response.Text(i > 0 ? " " : "");
            if (labels[i][0] == '\\')
                response.Text(labels[i]);
            else
                response.String(InUtf8(_acceptsUtf8 ? labels[i] : ModifiedUtf7.Encode(labels[i])));
        }

        response.Text(")");
    }

    private static string InUtf8(string text) => ImapResponse.Octets.GetString(Encoding.UTF8.GetBytes(text));

    private static void WriteEnvelope(ImapResponse response, SandboxMessage message)
    {
        var fields = MessageText.FieldValues(new ArraySegment<byte>(message.Octets)).ToList();
        EnvelopeWriter.Write(response, name =>
        {
            var index = fields.FindIndex(f => string.Equals(f.Key, name, StringComparison.OrdinalIgnoreCase));
            return index < 0 ? null : fields[index].Value;
        });
    }

    private void WriteContent(ImapResponse response, string uid, ArraySegment<byte>? content, bool mayHoldNul)
    {
        if (content is { } found)
            response.Literal(found, _announced(uid, found.Count), mayHoldNul);
        else
            response.Text("NIL");
    }

    /// <summary><c>date-time</c>: the day in two digits, the zone without a colon.</summary>
    private static string InternalDate(DateTimeOffset date) =>
        date.ToString("dd-MMM-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) +
            date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");
}
