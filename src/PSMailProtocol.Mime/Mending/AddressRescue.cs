using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>A field that the library refuses as a whole still holds addresses: what is around each at sign, and a name before it.</summary>
internal static class AddressRescue
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '<', '>', '"', ',', ';', '(', ')', ':'];
    private static readonly char[] NoName = [.. Separators, '\''];

    /// <summary>The names and addresses, as they stand there.</summary>
    public static IEnumerable<(string Name, string Address)> Read(string text, Encoding charset)
    {
        var end = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', end))
        {
            var start = Math.Max(end, text.LastIndexOfAny(Separators, at, at - end + 1) + 1);
            var next = text.IndexOfAny(Separators, at + 1);
            var name = text.Substring(end, start - end);
            end = next < 0 ? text.Length : next;
            if (start < at && at + 1 < end)
                yield return (Decode(Name(name), charset), Decode(text.Substring(start, end - start), charset));
        }
    }

    private static string Decode(string octets, Encoding charset) => FieldText.Read(FieldText.Octets.GetBytes(octets), charset);

    // Without an angle bracket a comma ends what came before.
    private static string Name(string before)
    {
        var name = before.Length > 0 && before[before.Length - 1] == '<' ? before : before.Substring(before.LastIndexOf(',') + 1);
        name = name.Trim(NoName);
        return name.Equals("mailto", StringComparison.OrdinalIgnoreCase) ? "" : name;
    }
}
