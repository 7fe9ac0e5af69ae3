using System;
using System.IO;
using System.Text;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>What stands at the very beginning of a message, before the library's parser reads it.</summary>
/// <remarks>
/// A byte order mark, the separator line of an mbox, empty lines before the header and blanks before its first field are passed
/// over. Octets in which no header is to be seen are all body.
/// </remarks>
internal sealed class MessageStart
{
    private const int Most = 4096;

    /// <summary>Of an ordinary message that much shows where its header begins, and how its lines end.</summary>
    private const int Usual = 256;

    private readonly string _head;
    private bool _hasSeparator;

    private MessageStart(string head) => _head = head;

    /// <summary>Where the header begins, or the body when there is no header.</summary>
    public long Offset { get; private set; }

    public bool HasHeader { get; private set; }

    public bool HasByteOrderMark { get; private set; }

    public bool HasMboxLine { get; private set; }

    /// <summary>Whether lines end with a carriage return alone.</summary>
    public bool HasBareReturns { get; private set; }

    public static MessageStart Read(Stream octets) =>
        Read(octets, Usual) is { HasHeader: true } start && start._head.IndexOf('\n') >= 0 ? start : Read(octets, Most);

    private static MessageStart Read(Stream octets, int most)
    {
        octets.Position = 0;
        var head = new byte[Math.Min(most, octets.Length)];
        var filled = 0;
        for (int count; filled < head.Length && (count = octets.Read(head, filled, head.Length - filled)) > 0;)
            filled += count;

        var text = FieldText.Octets.GetString(head, 0, filled);
        var start = new MessageStart(text) { HasBareReturns = text.IndexOf('\n') < 0 && text.IndexOf('\r') >= 0 };
        start.Find();
        return start;
    }

    public void Report(DefectLog defects)
    {
        if (HasByteOrderMark)
            defects.Add(Messages.MimeDefect.ByteOrderMark, 0);
        if (HasMboxLine)
            defects.Add(Messages.MimeDefect.MboxFromLine, HasByteOrderMark ? 3 : 0);
        if (HasBareReturns)
            defects.Add(Messages.MimeDefect.BareCarriageReturn, _head.IndexOf('\r'));
        if (!HasHeader && !_hasSeparator && Offset < _head.Length)
            defects.Add(Messages.MimeDefect.MissingHeaderBodySeparator, Offset);
    }

    private void Find()
    {
        HasByteOrderMark = _head.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal);
        Offset = HasByteOrderMark ? 3 : 0;
        HasMboxLine = string.CompareOrdinal(_head, (int)Offset, "From ", 0, 5) == 0 && !IsField((int)Offset, mustBeKnown: true);
        if (HasMboxLine)
            Offset = NextLine((int)Offset);

        // Behind empty lines a field is one when its name is known; so it is behind a title or a line that lost its indent.
        var isKnown = false;
        var first = (int)Offset;
        while (first < _head.Length && IsBlank(first))
            (first, isKnown) = (NextLine(first), true);
        for (var line = first; line < _head.Length && !IsBlank(line); line = NextLine(line))
        {
            if (IsField(line, isKnown))
            {
                Offset = SkipBlanks(first);
                HasHeader = true;
                return;
            }

            isKnown = true;
        }

        // The empty line is that behind a header of no fields.
        _hasSeparator = Offset < _head.Length && _head[(int)Offset] is '\r' or '\n';
        if (_hasSeparator)
            Offset = NextLine((int)Offset);
    }

    private int NextLine(int line)
    {
        var end = _head.IndexOf(HasBareReturns ? '\r' : '\n', line);
        return end < 0 ? _head.Length : end + 1;
    }

    private int SkipBlanks(int position)
    {
        while (position < _head.Length && _head[position] is ' ' or '\t')
            position++;
        return position;
    }

    private bool IsBlank(int line) => SkipBlanks(line) is var start && (start == _head.Length || _head[start] is '\r' or '\n');

    private bool IsField(int line, bool mustBeKnown)
    {
        var start = SkipBlanks(line);
        var colon = _head.IndexOf(':', start, NextLine(line) - start);
        var name = colon < 0 ? "" : _head.Substring(start, colon - start).TrimEnd(' ', '\t');
        return name.Length > 0
            && FieldText.IsFieldName(name)
            && (!mustBeKnown || (Header.TryParse(name + ": x", out var field) && field.Id != HeaderId.Unknown));
    }
}
