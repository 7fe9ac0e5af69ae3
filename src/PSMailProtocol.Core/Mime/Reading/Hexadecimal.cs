namespace PSMailProtocol.Mime;

/// <summary>Hexadecimal digits in either case.</summary>
internal static class Hexadecimal
{
    private static readonly int[] Values = Create();

    /// <summary>The value of a digit, or -1, which stays negative when it is shifted and joined with another.</summary>
    public static int Value(byte octet) => Values[octet];

    private static int[] Create()
    {
        var values = new int[256];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i switch
            {
                >= '0' and <= '9' => i - '0',
                >= 'A' and <= 'F' => i - 'A' + 10,
                >= 'a' and <= 'f' => i - 'a' + 10,
                _ => -1,
            };
        }

        return values;
    }
}
