using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Net;

namespace PSMailProtocol.Probing;

/// <summary>
/// Keeps the dialogue of a probe, and apart from it what the server says to one command. Of both it keeps so much at the most.
/// </summary>
internal sealed class ProbeTranscript : ITranscript
{
    /// <summary>The most lines of a dialogue or of an answer that are kept.</summary>
    public const int LargestCount = 1000;

    private readonly KeptLines _dialogue = new();
    private KeptLines? _heard;

    /// <summary>The dialogue, in the form of <see cref="TextTranscript"/>.</summary>
    public IReadOnlyList<string> Lines => _dialogue.Finish();

    /// <inheritdoc/>
    public void Write(TranscriptDirection direction, bool encrypted, string text)
    {
        _dialogue.Add(TextTranscript.Speaker(direction) + text);
        if (direction == TranscriptDirection.Server)
            _heard?.Add(text);
    }

    /// <inheritdoc/>
    public ITranscript ForConnection() => this;

    /// <summary>Begins to keep what the server says by itself.</summary>
    public void Listen() => _heard = new KeptLines();

    /// <summary>What the server has said since.</summary>
    public IReadOnlyList<string> Heard()
    {
        var heard = _heard!.Finish();
        _heard = null;
        return heard;
    }

    private sealed class KeptLines
    {
        private readonly List<string> _lines = [];
        private int _left;

        public void Add(string line)
        {
            if (_lines.Count < LargestCount)
                _lines.Add(line);
            else
                _left++;
        }

        public List<string> Finish() =>
            _left == 0 ? _lines : [.. _lines, $"(and {_left.ToString("N0", CultureInfo.InvariantCulture)} further lines)"];
    }
}
