namespace PSMailProtocol.Pop3;

/// <summary>A command about one message that waits to be sent, or for its answer.</summary>
internal sealed class Pop3Request
{
    public Pop3Request(Pop3Entry entry, long expected, int? lines = null, bool exactly = false)
    {
        Entry = entry;
        Expected = expected;
        Lines = lines;
        Exactly = exactly;
    }

    public Pop3Entry Entry { get; }

    /// <summary>How many octets the answer is thought to have. It bounds what is asked for ahead, and nothing else.</summary>
    public long Expected { get; }

    /// <summary>Lines of the body, or null for the message whole.</summary>
    public int? Lines { get; }

    /// <summary>Whether a server that can only give out the whole message is to have the rest cut off.</summary>
    public bool Exactly { get; }

    /// <summary>Whether TOP went out for it.</summary>
    public bool IsTop { get; set; }

    /// <summary>The verb of the command that went out.</summary>
    public string? Verb { get; set; }

    /// <summary>The length of the command that went out, in octets.</summary>
    public int CommandLength { get; set; }
}
