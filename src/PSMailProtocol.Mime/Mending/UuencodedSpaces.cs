using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Uuencoded lines whose last spaces, which are zeros, a relay trimmed; the first character tells how long a line was.</summary>
internal static class UuencodedSpaces
{
    public static Stream Restore(Stream raw)
    {
        var restored = new MemoryStream();
        using var reader = new StreamReader(raw, FieldText.Octets);
        var isData = false;
        while (reader.ReadLine() is { } line)
        {
            if (isData && (line.Length == 0 || line == "end"))
            {
                Write(restored, "`");
                break;
            }

            Write(restored, line.PadRight(isData ? 1 + ((((line[0] - 32) & 63) + 2) / 3 * 4) : 0));
            isData |= line.StartsWith("begin ", StringComparison.Ordinal);
        }

        restored.Position = 0;
        return restored;
    }

    private static void Write(Stream restored, string line)
    {
        var octets = FieldText.Octets.GetBytes(line + "\n");
        restored.Write(octets, 0, octets.Length);
    }
}
