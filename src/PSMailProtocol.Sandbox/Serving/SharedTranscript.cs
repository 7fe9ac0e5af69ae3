using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>One transcript for many connections: lines come one at a time.</summary>
internal sealed class SharedTranscript
{
    private readonly object _gate = new();
    private readonly ITranscript _transcript;

    public SharedTranscript(ITranscript transcript) => _transcript = transcript;

    public void Write(TranscriptDirection direction, bool encrypted, string text)
    {
        lock (_gate)
            _transcript.Write(direction, encrypted, text);
    }
}
