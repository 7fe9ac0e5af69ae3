using System;
using System.Text;

namespace PSMailProtocol.Imap;

/// <summary>The encoding of mailbox names (RFC 3501 section 5.1.3): printable ASCII as it is, the rest in base64 of UTF-16.</summary>
public static class ModifiedUtf7
{
    /// <summary>Encodes a name.</summary>
    public static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length;)
        {
            if (IsPlain(name[i]))
            {
                encoded.Append(name[i] == '&' ? "&-" : name[i].ToString());
                i++;
                continue;
            }

            var start = i;
            while (i < name.Length && !IsPlain(name[i]))
                i++;
            var base64 = Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(name.Substring(start, i - start)));
            encoded.Append('&').Append(base64.TrimEnd('=').Replace('/', ',')).Append('-');
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a name; what is not of this encoding stays as it is, since the name has to go back to the server.</summary>
    public static string Decode(string encoded)
    {
        var name = new StringBuilder(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            var end = encoded[i] == '&' ? encoded.IndexOf('-', i) : -1;
            if (end < 0)
            {
                name.Append(encoded[i]);
                continue;
            }

            var run = encoded.Substring(i + 1, end - i - 1);
            name.Append(run.Length == 0 ? "&" : DecodeRun(run) ?? encoded.Substring(i, end - i + 1));
            i = end;
        }

        return name.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';

    private static string? DecodeRun(string run)
    {
        var base64 = run.Replace(',', '/') + new string('=', (4 - run.Length % 4) % 4);
        try
        {
            var octets = Convert.FromBase64String(base64);
            return octets.Length % 2 == 0 ? Encoding.BigEndianUnicode.GetString(octets) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
