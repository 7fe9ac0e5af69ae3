using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>A message that is put into a server, and what a server should tell of it.</summary>
public sealed class SampleMessage
{
    /// <summary>How many there are.</summary>
    public const int Count = 60;

    public const int Large = 0;
    public const int EightBitHeader = 1;
    public const int Attachment = 2;
    public const int EmptyBody = 3;
    public const int EncodedHeader = 4;
    public const int EncodedBody = 5;
    public const int Forwarded = 6;
    public const int NoLineEnd = 7;
    public const int LatinHeader = 8;
    public const int Alternative = 9;
    public const int Grouped = 10;
    public const int LatinBody = 11;
    public const int Quotes = 12;

    public const string Pdf = "JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2c+PgplbmRvYmoKdHJhaWxl";

    private const string Dots = "From me\r\n.\r\n..\r\n>From me\r\nno end";

    private SampleMessage(int index, string subject, string from, string body, string? fields = null, params string[] structure)
    {
        Index = index;
        Structure = structure.Length > 0 ? structure : [$"1 text/plain {Encoding.UTF8.GetByteCount(body)}"];
        Subject = subject;
        Sent = new DateTimeOffset(2026, 10, 1 + Math.Max(index, 0) % 28, 10, Math.Max(index, 0), 0, TimeSpan.FromHours(2));
        Date = FormattableString.Invariant($"{Sent:ddd, d MMM yyyy HH:mm:ss} +0200");
        var header = string.Join("\r\n", $"From: {from}", "To: Alice <alice@interop.test>", $"Subject: {subject}", $"Date: {Date}",
            $"Message-ID: {MessageId}", "MIME-Version: 1.0");
        Octets = Encoding.UTF8.GetBytes($"{header}\r\n{fields}\r\n{body}");
    }

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<SampleMessage> All { get; } = [.. Enumerable.Range(0, Count).Select(Make)];

    /// <summary>One that is put in and taken away.</summary>
    public static SampleMessage Other { get; } = new(-1, "Gone", "nobody@example.org", "\u00dcberfl\u00fcssig, K\u00e4sekuchen\r\n");

    /// <summary>The one without a line end at its end, and with it, for servers that put it there.</summary>
    public static SampleMessage WithLineEnd { get; } = new(NoLineEnd, "Dots", "\"Sender 7\" <sender7@example.org>", Dots + "\r\n");

    public int Index { get; }

    public byte[] Octets { get; }

    /// <summary>The field as it is, encoded words included.</summary>
    public string Subject { get; }

    public string Date { get; }

    /// <summary>The same as a time.</summary>
    public DateTimeOffset Sent { get; }

    public string MessageId => $"<{Index}.sample@interop.test>";

    /// <summary>When it was put in, by its own account.</summary>
    public DateTimeOffset Arrived => new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero).AddHours(7 * Index);

    /// <summary>Flags, and keywords without a backslash.</summary>
    public IReadOnlyList<string> Flags =>
    [
        .. Index % 3 == 1 ? ["\\Seen"] : Array.Empty<string>(), .. Index % 5 == 2 ? ["\\Flagged"] : Array.Empty<string>(),
        .. Index % 7 == 3 ? ["\\Answered"] : Array.Empty<string>(), .. Index == 20 ? ["\\Draft"] : Array.Empty<string>(),
        .. Index == 21 ? ["\\Deleted"] : Array.Empty<string>(), .. Index % 20 == 0 ? ["$Work"] : Array.Empty<string>(),
    ];

    /// <summary>The parts: section, type, size where it is one, and file name.</summary>
    public IReadOnlyList<string> Structure { get; }

    private static SampleMessage Make(int index)
    {
        const string utf8 = "Content-Type: text/plain; charset=utf-8\r\n";
        var plain = $"Text {index}\r\n";
        var from = $"\"Sender {index}\" <sender{index}@example.org>";
        return index switch
        {
            Large => new(index, "Large", from,
                string.Concat(Enumerable.Range(0, 20_000).Select(line => $"{line:000000} {new string('x', 70)}\r\n"))),
            EightBitHeader => new(index, "\u00dcberfl\u00fcssige Gr\u00fc\u00dfe", "J\u00fcrgen M\u00fcller <juergen@example.org>", plain),
            Attachment => new(
                index,
                "With an attachment",
                from,
                "--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nSee there\r\n--b\r\nContent-Type: " +
                "application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"bill " +
                $"7.pdf\"\r\n\r\n{Pdf}\r\n--b--\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n",
                "multipart/mixed",
                "1 text/plain 9",
                $"2 application/pdf {Pdf.Length} base64 bill 7.pdf"),
            EmptyBody => new(index, "Empty", from, ""),
            EncodedHeader => new(index, "=?utf-8?Q?=C3=9Cberfl=C3=BCssig?= encoded", from, "Heute K\u00e4sekuchen\r\n",
                utf8 + "Content-Transfer-Encoding: 8bit\r\n"),
            EncodedBody => new(
                index,
                "Base64",
                from,
                Convert.ToBase64String(Encoding.UTF8.GetBytes("Morgen K\u00e4sekuchen\r\n")) + "\r\n",
                utf8 + "Content-Transfer-Encoding: base64\r\n",
                "1 text/plain 30 base64"),
            Forwarded => new(
                index,
                "Forwarded",
                from,
                "--f\r\nContent-Type: text/plain\r\n\r\nLook\r\n--f\r\nContent-Type: message/rfc822\r\n\r\nSubject: Inner\r\nFrom: " +
                "inner@example.org\r\n\r\nInside\r\n--f--\r\n",
                "Content-Type: multipart/mixed; boundary=f\r\n",
                "multipart/mixed",
                "1 text/plain 4",
                "2 message/rfc822 Inner",
                "2.1 text/plain 6"),
            NoLineEnd => new(index, "Dots", from, Dots),
            LatinHeader => new(index, "=?iso-8859-1?Q?=DCberfl=FCssig?=", from, plain),
            Alternative => new(
                index,
                "Both",
                from,
                "--a\r\nContent-Type: text/plain\r\n\r\nPlain\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>Rich</p>\r\n--a--\r\n",
                "Content-Type: multipart/alternative; boundary=a\r\n",
                "multipart/alternative",
                "1 text/plain 5",
                "2 text/html 11"),
            Grouped => new(index, "Grouped", from, plain,
                "Cc: Team: a@example.org, B <b@example.org>;\r\nReply-To: answers@example.org\r\nSender: " +
                "desk@example.org\r\nIn-Reply-To: <before@example.org>\r\n"),
            LatinBody => new(index, "Latin", from, "Gestern K=E4sekuchen\r\n",
                "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n"),
            Quotes => new(index, "A \"quoted\" \\ slash {3}", "\"Q \\\"uoted\\\"\" <\"a b\"@example.org>", plain),
            _ => new(index, $"Message {index}", from, plain),
        };
    }
}
