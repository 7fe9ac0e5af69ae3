namespace PSMailProtocol.Sandbox;

/// <summary>
/// The numbers that Gmail gives messages and conversations, here drawn from a Message-ID so that they are the same each time.
/// </summary>
internal static class GmailNumbers
{
    /// <summary>A number of 63 bits (FNV-1a).</summary>
    public static long Of(string messageId)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in messageId)
            hash = unchecked((hash ^ c) * 1099511628211UL);
        return (long)(hash >> 1);
    }
}
