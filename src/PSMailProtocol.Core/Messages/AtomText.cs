using System.Globalization;

namespace PSMailProtocol.Messages;

/// <summary>What may stand in an address without quotes (RFC 5322 section 3.2.3, and the UTF-8 of RFC 6532).</summary>
internal static class AtomText
{
    /// <summary><c>atext</c>, and any character beyond ASCII that shows something.</summary>
    public static bool IsAtomText(char character) => character < 128
        ? (character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9') || "!#$%&'*+-/=?^_`{|}~".IndexOf(character) >= 0
        : !IsControl(character) && !char.IsWhiteSpace(character);

    /// <summary>Whether the text is atoms joined by single dots.</summary>
    public static bool IsDotAtom(string text)
    {
        var afterDot = true;
        foreach (var character in text)
        {
            if (character == '.' ? afterDot : !IsAtomText(character))
                return false;

            afterDot = character == '.';
        }

        return !afterDot;
    }

    /// <summary>Whether a character controls or ends a line, so that it stands in no address.</summary>
    public static bool IsControl(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
