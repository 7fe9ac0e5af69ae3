namespace PSMailProtocol.Net;

/// <summary>Two transcripts of one dialogue.</summary>
public sealed class JoinedTranscript : ITranscript
{
    private readonly ITranscript _first;
    private readonly ITranscript _second;

    private JoinedTranscript(ITranscript first, ITranscript second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>A transcript that writes to both, or the one that there is, or null.</summary>
    /// <param name="first">The one that has each line first.</param>
    /// <param name="second">The other one.</param>
    public static ITranscript? Of(ITranscript? first, ITranscript? second) =>
        first is null ? second : second is null ? first : new JoinedTranscript(first, second);

    /// <inheritdoc/>
    public void Write(TranscriptDirection direction, bool encrypted, string text)
    {
        _first.Write(direction, encrypted, text);
        _second.Write(direction, encrypted, text);
    }

    /// <inheritdoc/>
    public ITranscript ForConnection() => new JoinedTranscript(_first.ForConnection(), _second.ForConnection());
}
