using System;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Files;

/// <summary>
/// Reads the messages of a mbox file one after the other (RFC 4155), holding one at a time. Lines that were quoted
/// because they begin with <c>From </c> are unquoted as mboxrd says: one <c>&gt;</c> less.
/// </summary>
public sealed class MboxReader
{
    /// <summary>Octets that one message may have if nothing else is said: 50 MiB.</summary>
    public const long DefaultMaximumSize = 50 * 1024 * 1024;

    private const int LongestEnvelope = 8192;

    /// <summary>No line of a message is longer (RFC 5322 section 2.1.1), so no name of a field is either.</summary>
    private const int LongestFieldName = 998;

    private const int BlockSize = 1 << 16;

    /// <summary>The byte order mark of UTF-8, which some editors write into any text.</summary>
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly Stream _source;
    private readonly long _maximumSize;
    private readonly byte[] _buffer = new byte[BlockSize];
    private readonly StringBuilder _envelope = new();
    private readonly MailSpool _message;

    /// <summary>Lines may be short, and the spool a file.</summary>
    private readonly BufferedStream _lines;
    private long _left;
    private int _start;
    private int _end;
    private bool _hasMessage;
    private long _length;

    /// <summary>
    /// Reads from the present position of a stream, which stays its owner's, to where it ends now: messages may be
    /// appended to the same file while it is read. A length of 0, as files below /proc have it, is not believed.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="maximumSize">Octets that one message may have.</param>
    public MboxReader(Stream source, long maximumSize = DefaultMaximumSize)
        : this(source, maximumSize, new MailSpool())
    {
    }

    internal MboxReader(Stream source, long maximumSize, MailSpool message)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _maximumSize = maximumSize;
        _message = message;
        _lines = new BufferedStream(message, BlockSize);
        _left = source.CanSeek && source.Length > 0 ? Math.Max(0, source.Length - source.Position) : long.MaxValue;
    }

    /// <summary>How many messages were read, or were too large to be.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The line that began the message which was read last, without its end: <c>From ann@example.com Mon Jan 5 10:15:00 2026</c>.
    /// </summary>
    public string Envelope { get; private set; } = "";

    /// <summary>Whether a file is a mbox file rather than one message. It is left at the position that it had.</summary>
    /// <param name="file">The file, at its beginning.</param>
    public static bool IsMbox(Stream file)
    {
        if (file is null)
            throw new ArgumentNullException(nameof(file));
        var beginning = file.Position;
        var isMbox = new MboxReader(file).IsAtFirst();
        file.Position = beginning;
        return isMbox;
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>The message, line ends as the file has them; <c>null</c> after the last one.</returns>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.LimitExceeded"/> for a message that is too large: the next call reads the one behind it.
    /// <see cref="MailErrors.SpoolFailed"/> for one that is large and finds no room in a temporary file, likewise.
    /// <see cref="MailErrors.InvalidMbox"/> if the file does not begin with a <c>From </c> line, a byte order mark and empty lines aside.
    /// </exception>
    public RawMail? ReadNext()
    {
        if (!_hasMessage && !FindFirst())
            return null;

        Count++;
        Envelope = _envelope.ToString();
        _length = 0;
        _hasMessage = ReadToNext();
        if (_length > _maximumSize)
            throw new MailException(MailErrors.LimitExceeded, $"Message {Count} has {_length} octets, and {_maximumSize} are allowed.");
        _lines.Flush();
        return _message.Take();
    }

    private bool FindFirst()
    {
        if (!Has(1))
            return false;
        if (!IsAtFirst())
            throw new MailException(MailErrors.InvalidMbox, "The file does not begin with a line that begins with \"From \".");
        ReadEnvelope();
        return true;
    }

    /// <summary>
    /// Passes over what editors and other programs put before the first line. That line may lack its date, as no header
    /// of a message begins with <c>From </c>; behind an empty line it could be a body, and has to show that it is none.
    /// </summary>
    private bool IsAtFirst()
    {
        if (Has(Mark.Length) && _buffer[_start] == Mark[0] && _buffer[_start + 1] == Mark[1] && _buffer[_start + 2] == Mark[2])
            _start += Mark.Length;
        var emptyLines = 0;
        for (var length = EmptyLineLength(); length > 0; length = EmptyLineLength())
        {
            _start += length;
            emptyLines++;
        }

        return IsFrom() && (emptyLines == 0 || BeginsBehindEmptyLine());
    }

    /// <summary>Takes the lines up to the next message, without the empty line before it.</summary>
    /// <returns>Whether there is a next message.</returns>
    private bool ReadToNext()
    {
        var emptyLine = 0;
        while (Has(1))
        {
            var quotes = TakeQuotes();
            var isFrom = IsFrom();

            // Some forget the empty line: then it has to have a sender and a date, and a field behind it.
            if (isFrom && quotes == 0 && (emptyLine > 0 ? BeginsBehindEmptyLine() : IsEnvelope() && (_length == 0 || IsBeforeField())))
            {
                ReadEnvelope();
                return true;
            }

            TakeEmptyLine(emptyLine);
            for (var left = isFrom && quotes > 0 ? quotes - 1 : quotes; left > 0; left--)
                Take(MboxLine.Quote, 0, 1);
            emptyLine = quotes == 0 ? EmptyLineLength() : 0;
            if (emptyLine > 0)
                _start += emptyLine;
            else
                TakeLine();
        }

        return false;
    }

    /// <summary>An empty line is held back until it is known whether it belongs to the message.</summary>
    private void TakeEmptyLine(int length)
    {
        if (length > 0)
            Take(MboxLine.LineEnd, MboxLine.LineEnd.Length - length, length);
    }

    private long TakeQuotes()
    {
        long quotes = 0;
        while (Has(1) && _buffer[_start] == (byte)'>')
        {
            quotes++;
            _start++;
        }

        return quotes;
    }

    private bool IsFrom() => Has(MboxLine.From.Length) && MboxLine.IsFrom(_buffer, _start);

    /// <summary>
    /// Not every program writes a sender and a date: Thunderbird writes nothing behind <c>From </c>. What follows tells
    /// such a line from prose, since messages begin with a field of their header.
    /// </summary>
    private bool BeginsBehindEmptyLine() => IsEnvelope() || IsBeforeField();

    /// <summary>Looks at the whole line without taking it.</summary>
    private bool IsEnvelope() => EnvelopeLength() is >= 0 and var length
        && MboxLine.IsEnvelope(Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r'));

    private bool IsBeforeField()
    {
        Has(LongestEnvelope + LongestFieldName);
        var next = EnvelopeLength() is >= 0 and var length ? _start + length + 1 : _end;
        return next < _end && MboxLine.IsField(_buffer, next, Math.Min(next + LongestFieldName, _end));
    }

    /// <summary>Octets before the end of the line, or of the file; -1 for a line that is longer than any envelope.</summary>
    private int EnvelopeLength()
    {
        Has(LongestEnvelope);
        var count = Math.Min(_end - _start, LongestEnvelope);
        var newLine = Array.IndexOf(_buffer, (byte)'\n', _start, count);
        if (newLine >= 0)
            return newLine - _start;
        return count < LongestEnvelope ? count : -1;
    }

    private int EmptyLineLength()
    {
        if (!Has(1))
            return 0;
        if (_buffer[_start] == (byte)'\n')
            return 1;
        return Has(2) && _buffer[_start] == (byte)'\r' && _buffer[_start + 1] == (byte)'\n' ? 2 : 0;
    }

    private void TakeLine()
    {
        while (Has(1))
        {
            var newLine = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var next = newLine < 0 ? _end : newLine + 1;
            Take(_buffer, _start, next - _start);
            _start = next;
            if (newLine >= 0)
                return;
        }
    }

    private void ReadEnvelope()
    {
        _envelope.Clear();
        while (Has(1))
        {
            var octet = _buffer[_start++];
            if (octet == (byte)'\n')
                break;
            if (octet != (byte)'\r' && _envelope.Length < LongestEnvelope)
                _envelope.Append((char)octet);
        }
    }

    private void Take(byte[] octets, int offset, int count)
    {
        _length += count;
        if (_length <= _maximumSize)
        {
            _lines.Write(octets, offset, count);
            return;
        }

        // What waits to be written goes with the rest.
        _lines.Flush();
        _message.Clear();
    }

    /// <summary>Whether so many octets are left; they are then in the buffer.</summary>
    private bool Has(int count)
    {
        if (_end - _start >= count)
            return true;

        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            var read = _source.Read(_buffer, _end, (int)Math.Min(_left, _buffer.Length - _end));
            if (read == 0)
                return false;
            _left -= read;
            _end += read;
        }

        return true;
    }
}
