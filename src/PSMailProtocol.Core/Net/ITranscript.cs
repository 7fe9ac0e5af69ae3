namespace PSMailProtocol.Net;

/// <summary>Receives the dialogue of a connection line by line, for people to read. Secrets never reach it.</summary>
public interface ITranscript
{
    /// <summary>Notes one line.</summary>
    /// <param name="direction">Who said it.</param>
    /// <param name="encrypted">Whether it travelled inside TLS.</param>
    /// <param name="text">The line without its end, control characters made visible.</param>
    void Write(TranscriptDirection direction, bool encrypted, string text);

    /// <summary>The transcript of one further connection: this one itself, unless it tells connections apart.</summary>
    ITranscript ForConnection();
}
