using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox;

/// <summary>One line of the dialogue by which a message came; secrets are hidden, control characters are visible.</summary>
public sealed class SandboxDialogueLine
{
    internal SandboxDialogueLine(TranscriptDirection direction, bool isEncrypted, string text)
    {
        Direction = direction;
        IsEncrypted = isEncrypted;
        Text = text;
    }

    /// <summary>Who said it.</summary>
    public TranscriptDirection Direction { get; }

    /// <summary>Whether it travelled inside TLS.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The line without its end.</summary>
    public string Text { get; }

    /// <summary>The line as transcripts show it, for example <c>C: RCPT TO:&lt;bob@example.com&gt;</c>.</summary>
    public override string ToString() => TextTranscript.Speaker(Direction) + Text;
}
