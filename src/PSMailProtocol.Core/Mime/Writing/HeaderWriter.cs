using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Writes header fields and folds them at 78 columns (RFC 5322 sections 2.1.1 and 2.2.3).</summary>
/// <remarks>
/// Folding puts CRLF before white space that is there anyway, so unfolding gives back the very value.
/// No line of white space alone comes about, since every gap is followed by a word.
/// </remarks>
internal sealed class HeaderWriter
{
    private const int LongestLine = 78;

    private readonly OctetBuffer _out;
    private int _column;
    private bool _atValueStart;

    public HeaderWriter(OctetBuffer output) => _out = output;

    /// <summary>How many columns of the present line are taken.</summary>
    public int Column => _column;

    /// <summary>Starts a field: its name and the colon.</summary>
    public void Begin(string name)
    {
        _out.AddAscii(name);
        _out.Add((byte)':');
        _column = name.Length + 1;
        _atValueStart = true;
    }

    /// <summary>Ends the field.</summary>
    public void End() => _out.AddCrlf();

    /// <summary>Writes a whole field whose ASCII value stays in one line.</summary>
    public void Field(string name, string value)
    {
        Begin(name);
        Raw(" ");
        Raw(value);
        End();
    }

    /// <summary>Writes a word after one space, in a new line where the present one is too short.</summary>
    public void Word(string word) => Word(" ", word);

    /// <summary>Writes a word after a gap of white space, in a new line where the present one is too short.</summary>
    public void Word(string gap, string word)
    {
        bool fits = _column + gap.Length + word.Length <= LongestLine;
        // A first word that is too long for any line gains nothing from an empty first line.
        if (!fits && !(_atValueStart && gap.Length + word.Length > LongestLine))
            Fold();
        Raw(gap);
        Raw(word);
    }

    /// <summary>Ends the line; what is written next must begin with white space.</summary>
    public void Fold()
    {
        _out.AddCrlf();
        _column = 0;
    }

    /// <summary>Writes on in the same line, whatever its length. Only a local part for SMTPUTF8 is not ASCII here.</summary>
    public void Raw(string text)
    {
        _column += _out.AddText(text, 0, text.Length, TextCharset.Utf8.Encoding);
        _atValueStart = false;
    }
}
