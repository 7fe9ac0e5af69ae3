using PSMailProtocol.Net;

namespace PSMailProtocol;

/// <summary>The dialogue of a session goes where the command says that uses it; between two uses, nowhere.</summary>
internal sealed class SessionTranscript : ITranscript
{
    private volatile ITranscript? _current;

    /// <summary>Gives the dialogue to another transcript.</summary>
    /// <returns>The one that had it until now.</returns>
    public ITranscript? Exchange(ITranscript? transcript)
    {
        var before = _current;
        _current = transcript;
        return before;
    }

    public void Write(TranscriptDirection direction, bool encrypted, string text) => _current?.Write(direction, encrypted, text);

    public ITranscript ForConnection() => this;
}
