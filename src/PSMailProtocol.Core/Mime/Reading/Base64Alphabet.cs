namespace PSMailProtocol.Mime;

/// <summary>The alphabet of base64 (RFC 2045 section 6.8) as a table.</summary>
internal static class Base64Alphabet
{
    /// <summary>The equals sign.</summary>
    public const byte Padding = 64;

    /// <summary>White space, which is no error between characters.</summary>
    public const byte Space = 65;

    /// <summary>An octet that has no business there.</summary>
    public const byte Invalid = 255;

    /// <summary>The sextet of each octet, or one of the constants.</summary>
    public static readonly byte[] Values = Create();

    private static byte[] Create()
    {
        var values = new byte[256];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i switch
            {
                >= 'A' and <= 'Z' => (byte)(i - 'A'),
                >= 'a' and <= 'z' => (byte)(i - 'a' + 26),
                >= '0' and <= '9' => (byte)(i - '0' + 52),
                '+' => 62,
                '/' => 63,
                '=' => Padding,
                ' ' or '\t' or '\r' or '\n' => Space,
                _ => Invalid,
            };
        }

        return values;
    }
}
