using System;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Names in a comment behind an address in angle brackets, which the library reads behind one without brackets alone.</summary>
internal static class NamesBehind
{
    private static readonly Regex Mailbox = new(
        """(?<=^|[,;:]\s?)\s*<([^\s<>()@,:;"]+@[^\s<>()@,:;"]+)>\s*(\([^()]*\))(?=\s*(?:$|[,;]))""", RegexOptions.CultureInvariant);

    public static byte[] Mend(byte[] value) => Array.IndexOf(value, (byte)'<') < 0 || Array.IndexOf(value, (byte)'(') < 0
        ? value
        : FieldText.Octets.GetBytes(Mailbox.Replace(FieldText.FromOctets(value), "$1 $2"));
}
