using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Messages;

/// <summary>Whatever is sent as raw mail, our own lenient parser finds no Bcc in it. A failure names its seed.</summary>
public class RawMessageFuzzTests
{
    private const int Seeds = 40_000;

    private static readonly string[] Pieces =
    [
        "Bcc", "bcc", "BCC", "Resent-Bcc", "resent-BCC", ":", ":", ":", " ", "\t", "\r", "\n", "\r\n", "\r\n", "\r\n", "\r\r\n", "\n\r",
        "A: 1", "To: b@example.com", "secret@example.com", "From ", ">From ", "From: a@example.com", "\0", "\u00ef\u00bb\u00bf", "\u00e4",
        "\f", "\v", "=?utf-8?q?Bcc?=", "x",
    ];

    [Fact]
    public void NoBccIsEverLeft()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            string raw = Raw(new Random(seed));
            byte[] sent;
            try
            {
                sent = RawMessage.FromBytes(Encoding.Latin1.GetBytes(raw), MailFields.Read).Octets();
            }
            catch (MailException e)
            {
                Assert.True(e.Error == MailErrors.InvalidHeaderValue && raw.Contains('\0'), $"Seed {seed}: {Show(raw)}: {e.Message}");
                continue;
            }

            Assert.False(HeaderOf(sent).Contains((byte)0), $"Seed {seed}: {Show(raw)}");

            // Where no field is left the body begins at once; a reader that looks for a header there finds what was body before.
            var names = sent.AsSpan().StartsWith("\r\n"u8) ? [] : MailFields.Read(sent).Names;
            Assert.False(names.Intersect(["Bcc", "Resent-Bcc"], StringComparer.OrdinalIgnoreCase).Any(),
                $"Seed {seed}: {Show(raw)} is sent as {Show(Encoding.Latin1.GetString(sent))}");
            Assert.False(Encoding.Latin1.GetString(sent).Replace("\r\n", "").AsSpan().ContainsAny('\r', '\n'), $"Seed {seed}: {Show(raw)}");
        }
    }

    /// <summary>What stands before the first empty line, which may be the very first.</summary>
    private static ReadOnlySpan<byte> HeaderOf(ReadOnlySpan<byte> sent)
    {
        if (sent.StartsWith("\r\n"u8))
            return [];

        var end = sent.IndexOf("\r\n\r\n"u8);
        return end < 0 ? sent : sent[..end];
    }

    private static string Raw(Random random)
    {
        var raw = new StringBuilder();
        for (int pieces = random.Next(30); pieces > 0; pieces--)
            raw.Append(Pieces[random.Next(Pieces.Length)]);
        return raw.ToString();
    }

    private static string Show(string text) => text.Replace("\r", "<CR>").Replace("\n", "<LF>").Replace("\0", "<NUL>");
}
