using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Benchmarks;

/// <summary>Every suite there is.</summary>
internal static class Suites
{
    private const int AttachmentSize = 5_000_000;
    private const int AttachmentRuns = 40;
    private const int TextRuns = 20_000;

    public static IEnumerable<Suite> All()
    {
        byte[] content = RandomBytes(AttachmentSize);
        yield return new Suite("compose-attachment", "generate messages with a 5 MB attachment", "MB", AttachmentRuns * AttachmentSize / 1e6,
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
