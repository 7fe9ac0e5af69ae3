using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>A stream that passes on a message without the Bcc and Resent-Bcc fields of its header block.</summary>
/// <remarks>
/// It wants CRLF line ends. A field is dropped with all its folded lines, whatever the case of its name and with white
/// space before the colon (RFC 5322 section 4.5.3). So that no reader sees a header block that differs from the one
/// seen here, what may stand before one in a file is dropped as well: a byte order mark, empty lines, folded lines
/// of no field, and the <c>From</c> line of a mbox. A header block with a NUL is refused.
/// </remarks>
internal sealed class BccFilter : WriteOnlyStream
{
    /// <summary>Longer than any name that matters; a line of this length without a colon is decided by what is there.</summary>
    private const int LongestName = 1024;

    private readonly Stream _destination;
    private readonly OctetBuffer _kept = new(4096);
    private readonly byte[] _name = new byte[LongestName];
    private int _nameLength;
    private bool _nothingYet = true;
    private Decision _decision = Decision.Pending;
    private bool _dropField = true;

    public BccFilter(Stream destination) => _destination = destination;

    /// <summary>Whether to let Bcc through after all, to learn who it names.</summary>
    public bool KeepsBcc { get; init; }

    private enum Decision
    {
        /// <summary>The line's name is not complete.</summary>
        Pending,

        /// <summary>The rest of the line goes through.</summary>
        Keep,

        /// <summary>The rest of the line is dropped.</summary>
        Drop,

        /// <summary>The header block is over.</summary>
        Body,
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        int start = offset;
        while (offset < end && _decision != Decision.Body)
        {
            if (_decision == Decision.Pending)
                offset = TakeName(buffer, offset, end);
            else
                offset = TakeRest(buffer, offset, end);
        }

        RefuseNul(buffer, start, offset);
        Drain();
        if (offset < end)
            _destination.Write(buffer, offset, end - offset);
    }

    /// <summary>Writes a last line that has no end.</summary>
    public void Complete()
    {
        if (_decision == Decision.Pending && _nameLength > 0)
            DecideField();
        Drain();
    }

    /// <summary>A relay that drops NUL would find fields in the block that are not there, a Bcc among them.</summary>
    private static void RefuseNul(byte[] buffer, int start, int end)
    {
        if (Array.IndexOf(buffer, (byte)0, start, end - start) >= 0)
            throw new MailException(MailErrors.InvalidHeaderValue,
                "The header of the message holds a NUL, which relays drop, so that its fields would be others there.");
    }

    private int TakeName(byte[] buffer, int offset, int end)
    {
        while (offset < end && _decision == Decision.Pending)
        {
            byte octet = buffer[offset++];
            _name[_nameLength++] = octet;
            if (_nameLength == 1 && octet is (byte)' ' or (byte)'\t')
                Decide(_dropField);
            else if (octet == ':' || _nameLength == LongestName)
                DecideField();
            else if (octet == '\n')
                TakeLineWithoutColon();
            else if (_nothingYet && IsByteOrderMark())
                _nameLength = 0;
        }

        return offset;
    }

    private int TakeRest(byte[] buffer, int offset, int end)
    {
        int feed = Array.IndexOf(buffer, (byte)'\n', offset, end - offset);
        int next = feed < 0 ? end : feed + 1;
        if (_decision == Decision.Keep)
            _kept.Add(buffer, offset, next - offset);
        if (feed >= 0)
            _decision = Decision.Pending;
        return next;
    }

    /// <summary>An empty line ends the block, unless nothing came before. Another line is kept: no reader may miss what we saw.</summary>
    private void TakeLineWithoutColon()
    {
        bool empty = _nameLength == 2;
        if (empty && _nothingYet)
        {
            _nameLength = 0;
            return;
        }

        DecideField();
        _decision = empty ? Decision.Body : Decision.Pending;
    }

    private void DecideField()
    {
        bool beforeTheBlock = IsMboxLine();
        _dropField = beforeTheBlock || (!KeepsBcc && IsBcc());
        _nothingYet &= beforeTheBlock;
        Decide(_dropField);
    }

    private void Decide(bool drop)
    {
        if (!drop)
            _kept.Add(_name, 0, _nameLength);
        _decision = drop ? Decision.Drop : Decision.Keep;
        _nameLength = 0;
    }

    private bool IsBcc()
    {
        int length = _nameLength;
        while (length > 0 && _name[length - 1] is (byte)':' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            length--;
        return IsName("bcc", length) || IsName("resent-bcc", length);
    }

    private bool IsName(string lowerCase, int length)
    {
        if (length != lowerCase.Length)
            return false;
        for (int i = 0; i < length; i++)
        {
            byte octet = _name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(_name[i] | 0x20) : _name[i];
            if (octet != lowerCase[i])
                return false;
        }

        return true;
    }

    private bool IsMboxLine()
    {
        int start = _name[0] == '>' ? 1 : 0;
        return _nothingYet && _nameLength > start + 4
            && _name[start] == 'F' && _name[start + 1] == 'r' && _name[start + 2] == 'o' && _name[start + 3] == 'm'
            && _name[start + 4] == ' '
            && !IsFieldNamedFrom(start + 4);
    }

    /// <summary>The obsolete <c>From :</c> is a field (RFC 5322 section 4.5).</summary>
    private bool IsFieldNamedFrom(int index)
    {
        while (index < _nameLength && _name[index] is (byte)' ' or (byte)'\t')
            index++;
        return index < _nameLength && _name[index] == ':';
    }

    private bool IsByteOrderMark() => _nameLength == 3 && _name[0] == 0xEF && _name[1] == 0xBB && _name[2] == 0xBF;

    private void Drain()
    {
        if (_kept.Count > 0)
            _destination.Write(_kept.Bytes, 0, _kept.Count);
        _kept.Clear();
    }
}
