using System;
using System.Globalization;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Files;

/// <summary>
/// Writes messages as a mbox file has them (RFC 4155): a line <c>From sender date</c>, the message, an empty line. Lines
/// of the message that begin with <c>From </c>, or with <c>&gt;</c> and so on, get one <c>&gt;</c> more, as mboxrd says,
/// so that reading gives the same octets again. Line ends stay as they are; a last line without one gets one.
/// </summary>
public sealed class MboxWriter
{
    private const string UnknownSender = "MAILER-DAEMON";

    private readonly Stream _destination;

    /// <summary>Writes to the present position of a stream, which stays its owner's.</summary>
    /// <param name="destination">The file, at its start or behind the empty line of another message.</param>
    public MboxWriter(Stream destination) => _destination = destination ?? throw new ArgumentNullException(nameof(destination));

    /// <summary>Writes a message.</summary>
    /// <param name="write">Writes its octets.</param>
    /// <param name="sender">Whom the line before it names.</param>
    /// <param name="date">When it came, written in UTC; without one it is 1970.</param>
    public void Write(Action<Stream> write, MailboxAddress? sender, DateTimeOffset? date)
    {
        if (write is null)
            throw new ArgumentNullException(nameof(write));
        var time = (date ?? new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcDateTime;
        var envelope = "From " + SenderText(sender) + " " + time.ToString("ddd MMM ", CultureInfo.InvariantCulture)
            + time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) +
            time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture) + "\n";
        var octets = Encoding.UTF8.GetBytes(envelope);
        _destination.Write(octets, 0, octets.Length);

        var quoting = new MboxQuoteStream(_destination);
        write(quoting);
        quoting.Complete();
        _destination.WriteByte((byte)'\n');
    }

    /// <summary>An address with white space or a control character would end before its end.</summary>
    private static string SenderText(MailboxAddress? sender)
    {
        var address = sender?.Address ?? "";
        foreach (var c in address)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
                return UnknownSender;
        }

        return address.Length == 0 ? UnknownSender : address;
    }
}
