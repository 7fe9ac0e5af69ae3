using System;

namespace PSMailProtocol.Net;

/// <summary>A transcript in the form of the RFCs' examples: <c>C:</c> and <c>S:</c> before each line.</summary>
public sealed class TextTranscript : ITranscript
{
    private readonly Action<string> _line;

    /// <summary>Creates a transcript that hands each finished line to <paramref name="line"/>.</summary>
    public TextTranscript(Action<string> line) => _line = line;

    /// <summary>What stands before a line.</summary>
    public static string Speaker(TranscriptDirection direction) => direction switch
    {
        TranscriptDirection.Client => "C: ",
        TranscriptDirection.Server => "S: ",
        _ => "*: ",
    };

    /// <inheritdoc/>
    public void Write(TranscriptDirection direction, bool encrypted, string text) => _line(Speaker(direction) + text);

    /// <inheritdoc/>
    public ITranscript ForConnection() => this;
}
