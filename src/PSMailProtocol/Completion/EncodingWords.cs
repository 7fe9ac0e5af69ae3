using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Completion;

/// <summary>Offers the names of the encodings in which text of mail can be written: those that write ASCII as it is.</summary>
internal sealed class EncodingWords : WordCompleter
{
    private static readonly string Ascii = "\t\r\n" + string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code));

    private static readonly string[] First = ["utf8", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command)
    {
        var known = Encoding.GetEncodings().Where(IsForMail)
            .ToDictionary(encoding => encoding.Name, encoding => encoding.DisplayName, StringComparer.OrdinalIgnoreCase);
        var others = known.Keys.Except(First, StringComparer.OrdinalIgnoreCase).OrderBy(name => name, StringComparer.Ordinal);
        return First.Where(name => known.ContainsKey(name) || name is "utf8" or "ascii").Concat(others)
            .Select(name => (name, known.TryGetValue(name, out var described) && described.Length > 0 ? described : name));
    }

    private static bool IsForMail(EncodingInfo encoding) =>
        encoding.Name is not "utf-7" && encoding.GetEncoding().GetBytes(Ascii).SequenceEqual(Encoding.ASCII.GetBytes(Ascii));
}
