using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Benchmarks;

/// <summary>Every suite there is.</summary>
internal static class Suites
{
    private const int MixedCount = 5000;
    private const int HostileSize = 135_000;
    private const int HostileRuns = 20;
    private const int AttachmentSize = 5_000_000;
    private const int AttachmentRuns = 40;
    private const int TextRuns = 20_000;

    public static IEnumerable<Suite> All()
    {
        List<byte[]> mixed = Corpus.Mixed(MixedCount);
        yield return new Suite("read-mixed", "parse and decode 5,000 mixed messages of 4 KB", "MB",
            mixed.Sum(message => (long)message.Length) / 1e6,
            library => mixed.ForEach(message => library.ReadAll(message, new Sink())));

        yield return new Suite("read-header", "read author, subject and date of 5,000 mixed messages of 4 KB", "messages", MixedCount,
            library => mixed.ForEach(message => library.ReadRow(message)));

        byte[] content = RandomBytes(AttachmentSize);
        byte[] large = Corpus.Large(content);
        yield return new Suite("read-attachment", "parse and decode messages with a 5 MB attachment", "MB",
            AttachmentRuns * (large.Length / 1e6),
            library => Repeat(AttachmentRuns, () => library.ReadAll(large, new Sink())));

        byte[] hostile = Corpus.HostileTo(HostileSize);
        yield return new Suite("read-hostile-to", "read the recipients of a To field of 135 KB of encoded-words", "messages", HostileRuns,
            library => Repeat(HostileRuns, () => library.ReadRecipients(hostile)));

        yield return new Suite("compose-attachment", "generate messages with a 5 MB attachment", "MB",
            AttachmentRuns * AttachmentSize / 1e6,
            library => Repeat(AttachmentRuns, () => library.ComposeAttachment(content, new Sink())));

        string ascii = Text("The job has finished and all is well, as the log below shows.\r\n", 1024);
        yield return new Suite("compose-text", "generate text messages of 1 KB in ASCII", "messages", TextRuns,
            library => Repeat(TextRuns, () => library.ComposeText("Status of the nightly job", ascii, new Sink())));

        string german = Text("Der Auftrag l\u00e4uft und alles ist gut, wie das Protokoll zeigt.\r\n", 1024);
        yield return new Suite("compose-text-utf8", "generate text messages of 1 KB with umlauts", "messages", TextRuns,
            library => Repeat(TextRuns, () => library.ComposeText("Zustand der n\u00e4chtlichen Auftr\u00e4ge", german, new Sink())));
    }

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
            action();
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static string Text(string line, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(line);
        return text.ToString(0, length);
    }
}
