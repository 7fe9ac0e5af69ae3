using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// Reads the addresses of received mail (RFC 5322 sections 3.4 and 4.4): groups are flattened, routes and comments
/// dropped, semicolons separate as commas do, and what is malformed costs as little of the rest as it can. The strict
/// reading of what a person types is <see cref="MailboxTextParser"/>.
/// </summary>
internal sealed class AddressListParser
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly DecodingContext _context;
    private readonly AddressTokens _tokens;
    private readonly PhraseReader _phrases;
    private readonly List<MailboxAddress> _addresses = [];
    private readonly AddressSpecParser _addressSpec = new();
    private EncodedWordEnd _terminator = EncodedWordEnd.Unknown;

    // A phrase without an address before a comma, which may be the family name of "Doe, John <john@example.com>".
    private string _pendingPhrase = "";
    private int _pendingOffset;

    private AddressListParser(byte[] buffer, int end, DecodingContext context)
    {
        _buffer = buffer;
        _end = end;
        _context = context;
        _tokens = new AddressTokens(buffer, end, context);
        _phrases = new PhraseReader(buffer, end, context, _tokens);
    }

    public static List<MailboxAddress> Read(byte[] buffer, int start, int end, DecodingContext context)
    {
        var parser = new AddressListParser(buffer, end, context);
        var position = start;
        while (position < end)
        {
            position = parser.ReadEntry(position);
        }

        parser.EndPhrase();
        return parser._addresses;
    }

    /// <summary>The shape of one entry of the list: where its pieces are.</summary>
    private struct Entry
    {
        public int Start;
        public int End;
        public bool HasAt;
        public int Comment;
        public int CommentEnd;
    }

    private int ReadEntry(int start)
    {
        var entry = new Entry { Start = start, Comment = -1 };
        var i = start;
        while (i < _end)
        {
            switch (_buffer[i])
            {
                case (byte)',' or (byte)';':
                    entry.End = i;
                    FinishBareEntry(entry, mayBeName: _buffer[i] == ',');
                    return i + 1;
                case (byte)':' when !entry.HasAt:
                    // The name of a group, or of a scheme such as mailto; either way the addresses come after it.
                    EndPhrase();
                    return i + 1;
                case (byte)'<':
                    entry.End = i;
                    return FinishAngleEntry(entry, i + 1);
                case (byte)'@':
                    entry.HasAt = true;
                    i++;
                    break;
                case (byte)'(':
                    entry.Comment = i;
                    entry.CommentEnd = i = _tokens.Skip(i, ref _terminator);
                    break;
                default:
                    i = _tokens.Skip(i, ref _terminator);
                    break;
            }
        }

        entry.End = _end;
        FinishBareEntry(entry, mayBeName: false);
        return _end;
    }

    private int FinishAngleEntry(Entry entry, int position)
    {
        var end = FindAngleEnd(position, out var next);
        var afterAngle = HeaderScan.SkipSpace(_buffer, next, _end);
        var name = _phrases.Read(entry.Start, entry.End);
        if (name.Length == 0 && entry.Comment >= 0)
        {
            name = _phrases.ReadComment(entry.Comment, entry.CommentEnd);
        }

        // <a@b> (Name)
        if (afterAngle < _end && _buffer[afterAngle] == '(')
        {
            var commentEnd = _tokens.Skip(afterAngle, ref _terminator);
            name = name.Length == 0 ? _phrases.ReadComment(afterAngle, commentEnd) : name;
            afterAngle = HeaderScan.SkipSpaceAndComments(_buffer, commentEnd, _end);
        }

        if (_pendingPhrase.Length > 0 && name.Length > 0)
        {
            _context.Report(MimeDefect.InvalidAddress, _pendingOffset);
            name = _pendingPhrase + ", " + name;
            _pendingPhrase = "";
        }

        EndPhrase();
        AddAddress(name, SkipRoute(position, end), end);
        return afterAngle < _end && _buffer[afterAngle] is (byte)',' or (byte)';' ? afterAngle + 1 : afterAngle;
    }

    private int FindAngleEnd(int position, out int next)
    {
        for (var i = position; i < _end; i = _tokens.Skip(i, ref _terminator))
        {
            if (_buffer[i] == '>')
            {
                next = i + 1;
                while (next < _end && _buffer[next] == '>')
                {
                    next++;
                }

                return i;
            }

            // A route has commas, any other comma is that of the list and the bracket was not closed.
            if (_buffer[i] == ';' || (_buffer[i] == ',' && _buffer[position] != '@') || (_buffer[i] == '<' && i > position))
            {
                _context.Report(MimeDefect.InvalidAddress, position);
                next = i;
                return i;
            }
        }

        _context.Report(MimeDefect.InvalidAddress, position);
        next = _end;
        return _end;
    }

    // RFC 5322 section 4.4: <@one.example,@two.example:user@example.com>, and the <mailto:…> of some forms.
    private int SkipRoute(int position, int end)
    {
        position = HeaderScan.SkipSpaceAndComments(_buffer, position, end);
        if (position < end && _buffer[position] == '<')
        {
            position++;
        }

        if (position < end && _buffer[position] == '@')
        {
            var colon = Array.IndexOf(_buffer, (byte)':', position, end - position);
            return colon < 0 ? position : colon + 1;
        }

        return end - position > 7 && FieldNames.Equals(_buffer, position, 7, "mailto:") ? position + 7 : position;
    }

    private void FinishBareEntry(Entry entry, bool mayBeName)
    {
        if (entry.HasAt)
        {
            EndPhrase();
            var name = entry.Comment >= 0 ? _phrases.ReadComment(entry.Comment, entry.CommentEnd) : "";
            AddAddress(name, SkipRoute(entry.Start, entry.End), entry.End);
            return;
        }

        var phrase = _phrases.Read(entry.Start, entry.End);
        if (phrase.Length > 0)
        {
            EndPhrase();
            _pendingPhrase = phrase;
            _pendingOffset = entry.Start;
        }

        if (!mayBeName)
        {
            EndPhrase();
        }
    }

    // One word alone is the local part of obsolete local mail ("root"); several words are no address.
    private void EndPhrase()
    {
        if (_pendingPhrase.Length == 0)
        {
            return;
        }

        if (AtomText.IsDotAtom(_pendingPhrase))
        {
            _addresses.Add(new MailboxAddress("", _pendingPhrase, ""));
        }
        else
        {
            _context.Report(MimeDefect.InvalidAddress, _pendingOffset);
        }

        _pendingPhrase = "";
    }

    private void AddAddress(string name, int start, int end)
    {
        var address = _addressSpec.Read(_buffer, start, end, _context, out var strayName);
        if (address is null)
        {
            _context.Report(MimeDefect.InvalidAddress, Math.Min(start, _end));
            return;
        }

        if (name.Length == 0 && strayName > start)
        {
            name = _phrases.Read(start, strayName);
        }

        _addresses.Add(new MailboxAddress(name, address.LocalPart, address.Domain));
    }
}
