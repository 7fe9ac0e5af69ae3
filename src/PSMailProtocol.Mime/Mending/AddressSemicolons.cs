using System;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Addresses with semicolons between them, as Outlook shows them; where there is a colon, a semicolon ends a group.</summary>
internal static class AddressSemicolons
{
    private static readonly Regex Semicolon = new(FieldText.QuotedString + "|;", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    public static byte[] Mend(byte[] value)
    {
        if (Array.IndexOf(value, (byte)';') < 0 || Array.IndexOf(value, (byte)':') >= 0)
            return value;

        return FieldText.Octets.GetBytes(Semicolon.Replace(FieldText.FromOctets(value), found => found.Value == ";" ? "," : found.Value));
    }
}
