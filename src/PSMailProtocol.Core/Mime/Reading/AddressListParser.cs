using System;
using System.Collections.Generic;

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
    private readonly List<MailboxAddress> _addresses = [];
    private readonly AddressSpecParser _addressSpec = new();
    private EncodedWordEnd _scanTerminator = EncodedWordEnd.Unknown;
    private EncodedWordEnd _phraseTerminator = EncodedWordEnd.Unknown;
    private bool _quotesAreLiteral;
    private bool _parenthesesAreLiteral;

    // A phrase without an address before a comma, which may be the family name of "Doe, John <john@example.com>".
    private string _pendingPhrase = "";
    private int _pendingOffset;

    private AddressListParser(byte[] buffer, int end, DecodingContext context)
    {
        _buffer = buffer;
        _end = end;
        _context = context;
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
                    entry.CommentEnd = i = SkipToken(i);
                    break;
                default:
                    i = SkipToken(i);
                    break;
            }
        }

        entry.End = _end;
        FinishBareEntry(entry, mayBeName: false);
        return _end;
    }

    // Past the token at a position, at least one octet.
    private int SkipToken(int i) => SkipToken(i, ref _scanTerminator);

    private int SkipToken(int i, ref EncodedWordEnd terminator)
    {
        switch (_buffer[i])
        {
            case (byte)'"' when !_quotesAreLiteral:
                return SkipQuoted(i);
            case (byte)'(' when !_parenthesesAreLiteral:
                var end = HeaderScan.SkipComment(_buffer, i, _end);
                _parenthesesAreLiteral = end == _end && _buffer[end - 1] != ')';
                return _parenthesesAreLiteral ? i + 1 : end;
            case (byte)'=' when EncodedWord.TryRead(_buffer, i, _end, ref terminator, out var word):
                return word.End;
            case (byte)'[':
                var close = Array.IndexOf(_buffer, (byte)']', i, Math.Min(_end - i, 256));
                return close < 0 ? i + 1 : close + 1;
            default:
                return i + 1;
        }
    }

    private int SkipQuoted(int start)
    {
        for (var i = start + 1; i < _end; i++)
        {
            if (_buffer[i] == '\\')
            {
                i++;
            }
            else if (_buffer[i] == '"')
            {
                return i + 1;
            }
        }

        // It is never closed: the rest is read as if the quote were a letter, or every address after it would be lost.
        _quotesAreLiteral = true;
        _context.Report(MimeDefect.InvalidAddress, start);
        return start + 1;
    }

    private int FinishAngleEntry(Entry entry, int position)
    {
        var end = FindAngleEnd(position, out var next);
        var afterAngle = HeaderScan.SkipSpace(_buffer, next, _end);
        var name = ReadPhrase(entry.Start, entry.End);
        if (name.Length == 0 && entry.Comment >= 0)
        {
            name = ReadComment(entry.Comment, entry.CommentEnd);
        }

        // <a@b> (Name)
        if (afterAngle < _end && _buffer[afterAngle] == '(')
        {
            var commentEnd = SkipToken(afterAngle);
            name = name.Length == 0 ? ReadComment(afterAngle, commentEnd) : name;
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
        for (var i = position; i < _end; i = SkipToken(i))
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
            var name = entry.Comment >= 0 ? ReadComment(entry.Comment, entry.CommentEnd) : "";
            AddAddress(name, entry.Start, entry.End);
            return;
        }

        var phrase = ReadPhrase(entry.Start, entry.End);
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

        if (_pendingPhrase.IndexOf(' ') < 0)
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
            name = ReadPhrase(start, strayName);
        }

        _addresses.Add(new MailboxAddress(name, address.LocalPart, address.Domain));
    }

    private string ReadComment(int start, int end)
    {
        var builder = HeaderTextBuilder.Rent(_context);
        AppendUnquoted(builder, start + 1, end - 1);
        return builder.ToStringAndReturn();
    }

    // Words joined by one space each; comments are not part of the name.
    private string ReadPhrase(int start, int end)
    {
        HeaderScan.Trim(_buffer, ref start, ref end);
        if (start >= end)
        {
            return "";
        }

        var builder = HeaderTextBuilder.Rent(_context);
        var spaced = false;
        for (var i = start; i < end;)
        {
            if (HeaderScan.IsSpace(_buffer[i]))
            {
                spaced = true;
                i++;
                continue;
            }

            var tokenEnd = Math.Min(PhraseTokenEnd(i, end), end);
            if (_buffer[i] != '(' || _parenthesesAreLiteral)
            {
                AppendPhraseToken(builder, i, tokenEnd, spaced);
                spaced = false;
            }

            i = tokenEnd;
        }

        return builder.ToStringAndReturn();
    }

    private int PhraseTokenEnd(int start, int end)
    {
        if (_buffer[start] is (byte)'"' or (byte)'(' or (byte)'=')
        {
            var tokenEnd = SkipToken(start, ref _phraseTerminator);
            if (tokenEnd > start + 1)
            {
                return tokenEnd;
            }
        }

        var i = start + 1;
        while (i < end && !HeaderScan.IsSpace(_buffer[i]) && _buffer[i] is not ((byte)'"' or (byte)'(' or (byte)'='))
        {
            i++;
        }

        return i;
    }

    private void AppendPhraseToken(HeaderTextBuilder builder, int start, int end, bool spaced)
    {
        if (_buffer[start] == '=' && EncodedWord.TryRead(_buffer, start, _end, ref _phraseTerminator, out var word))
        {
            if (spaced && !builder.IsAfterEncodedWord)
            {
                builder.Append(' ');
            }

            builder.AppendWord(_buffer, word);
            return;
        }

        if (spaced)
        {
            builder.Append(' ');
        }

        if (_buffer[start] == '"' && end > start + 1 && !_quotesAreLiteral)
        {
            AppendUnquoted(builder, start + 1, end - 1);
        }
        else
        {
            builder.AppendRaw(_buffer, start, end);
        }
    }

    // The inside of a quoted string or comment: quoted pairs undone, encoded-words decoded though they may not be there.
    private void AppendUnquoted(HeaderTextBuilder builder, int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (Array.IndexOf(_buffer, (byte)'\\', start, end - start) < 0)
        {
            HeaderText.AppendTo(builder, _buffer, start, end);
            return;
        }

        var plain = new OctetBuffer(end - start);
        for (var i = start; i < end; i++)
        {
            i += _buffer[i] == '\\' && i + 1 < end ? 1 : 0;
            plain.Add(_buffer[i]);
        }

        HeaderText.AppendTo(builder, plain.Bytes, 0, plain.Count);
    }
}
