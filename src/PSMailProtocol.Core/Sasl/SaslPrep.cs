using System;
using System.Globalization;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>
/// SASLprep (RFC 4013) for what SCRAM hashes: spaces of every kind become one, what is commonly mapped to nothing goes,
/// normalization form KC, and what is prohibited is refused. Two of its steps are left out, for want of tables in
/// netstandard2.0: the check of bidirectional text (RFC 3454 section 6) and that for characters unassigned in Unicode 3.2.
/// Both only refuse; neither changes what a server computes from a name or password that it accepts.
/// </summary>
internal static class SaslPrep
{
    /// <summary>Prepares a name or password.</summary>
    /// <param name="text">As the user gave it.</param>
    /// <param name="name">What it is called in an error; the value never appears.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static string Prepare(string text, string name)
    {
        if (IsPlainAscii(text))
            return text;

        var mapped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsNonAsciiSpace(c))
                mapped.Append(' ');
            else if (!IsMappedToNothing(c))
                mapped.Append(c);
        }

        var prepared = Normalize(mapped.ToString(), name);
        for (var i = 0; i < prepared.Length; i++)
        {
            if (IsProhibited(prepared, i))
                throw new MailArgumentException(MailErrors.InvalidWireText, name,
                    "holds a character that SASLprep prohibits (a control character, a private one or one that shows nothing).");
            if (char.IsHighSurrogate(prepared[i]))
                i++;
        }

        return prepared;
    }

    private static string Normalize(string text, string name)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            throw new MailArgumentException(MailErrors.InvalidWireText, name,
                "holds half of a surrogate pair or a character that does not exist.");
        }
    }

    private static bool IsPlainAscii(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return true;
    }

    /// <summary>RFC 3454 table C.1.2.</summary>
    private static bool IsNonAsciiSpace(char c) =>
        c is '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200B') or '\u202F' or '\u205F' or '\u3000';

    /// <summary>RFC 3454 table B.1.</summary>
    private static bool IsMappedToNothing(char c) =>
        c is '\u00AD' or '\u034F' or '\u1806' or (>= '\u180B' and <= '\u180D') or '\u200C' or '\u200D' or '\u2060'
            or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';

    /// <summary>RFC 4013 section 2.3, by the tables of RFC 3454 appendix C.</summary>
    private static bool IsProhibited(string text, int index)
    {
        var scalar = char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index];
        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Control or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || scalar is 0x06DD or 0x070F or 0x180E or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2063)
                or (>= 0x206A and <= 0x206F) or 0x0340 or 0x0341 or (>= 0x2FF0 and <= 0x2FFB) or (>= 0xFFF9 and <= 0xFFFD)
                or (>= 0xFDD0 and <= 0xFDEF) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0001 and <= 0xE007F)
            || (scalar & 0xFFFE) == 0xFFFE;
    }
}
