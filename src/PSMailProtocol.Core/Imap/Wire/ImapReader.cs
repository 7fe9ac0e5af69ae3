using System;
using System.Globalization;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <summary>
/// Reads a server's responses token by token, by the grammar of RFC 9051 section 9. No line is held: of a list of any length only
/// the word at hand is in memory. <c>Try…</c> methods leave the position alone when something else stands there, the others fail
/// with the server's line. Spaces more than the grammar has are passed over.
/// </summary>
internal sealed partial class ImapReader
{
    /// <summary>So much of a line goes to a transcript or an error.</summary>
    private const int ShownOctets = 4096;

    /// <summary>Empty lines between two responses, which some servers send, are passed over up to so many.</summary>
    private const int BlankLines = 100;

    private readonly MailConnection _connection;
    private readonly ImapLimits _limits;
    private readonly byte[] _shown = new byte[ShownOctets];
    private int _shownCount;
    private long _lineOctets;
    private long? _unshownOctets;
    private byte[] _octets = [];
    private int _start;
    private int _position;
    private int _end;
    private long _responseOctets;
    private long _sinceRenewal;

    public ImapReader(MailConnection connection, ImapLimits limits)
    {
        _connection = connection;
        _limits = limits;
    }

    /// <summary>Whether the line has been read to its end.</summary>
    public bool AtEnd
    {
        get
        {
            var octet = Peek();
            return octet == '\n' || (octet == '\r' && Peek(1) == '\n');
        }
    }

    /// <summary>
    /// Whether a value of this response broke off, so that what stands behind it was passed over and the reader is at its end.
    /// </summary>
    public bool IsBroken { get; private set; }

    /// <summary>Waits for the next response and stands before its first octet.</summary>
    public void BeginResponse()
    {
        Look();
        IsBroken = false;
        _responseOctets = 0;
        for (var blanks = 0; AtEnd; blanks++)
        {
            if (blanks == BlankLines)
                throw Violation("where a response should be");
            EndLine();
        }
    }

    /// <summary>Passes over what is left of a response, its literals included, and its end.</summary>
    public void EndResponse()
    {
        SkipLines();
        EndLine();
    }

    /// <summary>Takes a character if it stands here.</summary>
    public bool TryTake(char c)
    {
        if (Peek() != c)
            return false;

        _position++;
        return true;
    }

    /// <summary>Takes a character that has to stand here.</summary>
    public void Expect(char c)
    {
        if (!TryTake(c))
            throw Violation($"where '{c}' should be");
    }

    /// <summary>SP, or as many as the server writes. Before a parenthesis and at a line's end it may be missing.</summary>
    public void Space()
    {
        while (TryTake(' '))
        {
        }
    }

    /// <summary>atom, with everything allowed that servers put into one: up to a space, parenthesis or the line's end.</summary>
    public string Atom()
    {
        var start = _position;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            if (IsAtomEnd(_octets[_position]))
                return Word(start);

            CapToken(_position++ - start);
        }
    }

    /// <summary>The name of a FETCH item in capitals, a section in brackets included: <c>BODY[HEADER.FIELDS (DATE)]&lt;0&gt;</c>.</summary>
    public string FetchItem()
    {
        var start = _position;
        var inSection = false;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            var octet = _octets[_position];
            if (octet is (byte)'\r' or (byte)'\n' || (!inSection && IsAtomEnd(octet)))
                return Word(start).ToUpperInvariant();

            inSection = octet == '[' || (inSection && octet != ']');
            CapToken(_position++ - start);
        }
    }

    /// <summary>A number of up to 63 bits, if one stands here.</summary>
    public bool TryNumber(out long number)
    {
        number = 0;
        if (Peek() is < (byte)'0' or > (byte)'9')
            return false;

        while (Peek() is >= (byte)'0' and <= (byte)'9')
        {
            if (number > (long.MaxValue - 9) / 10)
                throw Violation("where a number of 63 bits should be");
            number = (number * 10) + (_octets[_position++] - '0');
        }

        return true;
    }

    /// <summary>A number that has to stand here.</summary>
    public long Number() => TryNumber(out var number) ? number : throw Violation("where a number should be");

    /// <summary>sequence-set, range by range, so that one of any length is not held as text.</summary>
    /// <param name="take">Told of each range, its ends in order.</param>
    public void Set(Action<long, long> take)
    {
        do
        {
            var first = Number();
            var last = TryTake(':') ? Number() : first;
            take(Math.Min(first, last), Math.Max(first, last));
        }
        while (TryTake(','));
    }

    /// <summary>A list in parentheses, or NIL from servers that do not know better.</summary>
    /// <param name="item">Reads one item.</param>
    /// <returns>Whether there was a list.</returns>
    public bool List(Action item)
    {
        if (!TryTake('('))
        {
            SkipValue();
            return false;
        }

        while (true)
        {
            Space();
            if (TryTake(')'))
                return true;
            if (AtEnd)
                throw Violation("where ')' should be");
            item();
        }
    }

    /// <summary>The rest of the line as text. It is no place for literals.</summary>
    public string RestOfLine()
    {
        var start = _position;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            var octet = _octets[_position];
            if (octet == '\n')
                break;

            CapToken(_position++ - start);
        }

        var end = _position > start && _octets[_position - 1] == '\r' ? _position - 1 : _position;
        _position = end;
        return WireText.Decode(_octets, start, end - start);
    }

    /// <summary>The error for something that does not belong where it stands. The session is of no further use.</summary>
    public MailException Violation(string where)
    {
        var line = ShownLine();
        _connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation,
            $"The IMAP server sent something else {where}: \"{WireText.Excerpt(line)}\".");
    }

    private static bool IsAtomEnd(byte octet) => octet is (byte)' ' or (byte)'(' or (byte)')' or (byte)'\r' or (byte)'\n';

    private string Word(int start) =>
        _position > start ? ImapText.Decode(_octets, start, _position - start) : throw Violation("where a word should be");

    private void CapToken(int length)
    {
        if (length >= _limits.Token)
            throw _connection.LimitReached(nameof(ImapLimits.Token), _limits.Token);
    }

    /// <summary>The octet that stands so far ahead.</summary>
    private byte Peek(int ahead = 0)
    {
        while (_position + ahead >= _end)
            More(_position);
        return _octets[_position + ahead];
    }

    /// <summary>Takes up what the connection has read.</summary>
    private void Look()
    {
        var input = _connection.Input;
        _octets = input.Octets;
        _start = _position = input.Start;
        _end = _start + input.Count;
    }

    /// <summary>Reads more octets behind those from a position on; returns where that one stands now.</summary>
    private int More(int kept)
    {
        Give(kept);
        var ahead = _position - kept;
        if (_connection.Fill() == 0)
            throw _connection.LostInLine(_lineOctets + ahead > 0);

        Look();
        _position += ahead;
        return _start;
    }

    /// <summary>Gives back to the connection what was read, up to a position.</summary>
    private void Give(int position)
    {
        var count = position - _start;
        if (count == 0)
            return;

        if (_unshownOctets is null)
            Show(_octets, _start, count);
        else
            _unshownOctets += count;
        _responseOctets += count;
        if (_responseOctets > _limits.Response)
            throw _connection.LimitReached(nameof(ImapLimits.Response), _limits.Response);

        _connection.Input.Take(count);
        _start = position;
        Renew(count);
    }

    private void Show(byte[] octets, int start, int count)
    {
        var shown = Math.Min(count, ShownOctets - _shownCount);
        Buffer.BlockCopy(octets, start, _shown, _shownCount, shown);
        _shownCount += shown;
        _lineOctets += count;
    }

    /// <summary>A list may be long; as long as it comes, its time does not run out.</summary>
    private void Renew(int count)
    {
        _sinceRenewal += count;
        if (_sinceRenewal < MailConnection.DeadlineStride)
            return;

        _sinceRenewal = 0;
        _connection.RenewDeadline();
    }

    /// <summary>Takes the line's end, at which the reader stands, and notes the line.</summary>
    private void EndLine()
    {
        Give(_position);
        _connection.NoteLine();
        if (_connection.IsTranscribed && _shownCount > 0)
            _connection.NoteReceived(LineText());
        _shownCount = 0;
        _lineOctets = 0;
        while (Peek() != '\n')
            _position++;
        _position++;
        _connection.Input.Take(_position - _start);
        _start = _position;
    }

    /// <summary>The line up to here. Of one that is cut, no part of a secret may be left that is not found any more.</summary>
    private string LineText()
    {
        if (_lineOctets <= _shownCount)
            return WireText.Decode(_shown, 0, _shownCount);
        return _connection.Screen is null
            ? WireText.Decode(_shown, 0, _shownCount) + $"… ({_lineOctets.ToString("N0", CultureInfo.InvariantCulture)} octets)"
            : WireCommand.Hidden;
    }

    /// <summary>The line as far as it is shown, the part that was not read yet included, and no secret in it.</summary>
    private string ShownLine()
    {
        try
        {
            while (_lineOctets + (_position - _start) < ShownOctets && !AtEnd)
                _position++;
            Give(_position);
            if (!AtEnd)
                _lineOctets++;
        }
        catch (MailException)
        {
            // The server went in the middle of it: what came is all there is.
            Give(_position);
        }

        return _connection.Cleared(LineText());
    }
}
