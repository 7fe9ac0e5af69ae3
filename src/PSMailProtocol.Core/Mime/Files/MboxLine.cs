namespace PSMailProtocol.Mime;

/// <summary>What tells a line of a mbox file from the lines of its messages.</summary>
internal static class MboxLine
{
    /// <summary>How the line begins that every message begins with.</summary>
    public static readonly byte[] From = [(byte)'F', (byte)'r', (byte)'o', (byte)'m', (byte)' '];

    public static readonly byte[] LineEnd = [(byte)'\r', (byte)'\n'];

    public static readonly byte[] Quote = [(byte)'>'];

    public static bool IsFrom(byte[] octets, int offset)
    {
        for (var i = 0; i < From.Length; i++)
        {
            if (octets[offset + i] != From[i])
                return false;
        }

        return true;
    }
}
