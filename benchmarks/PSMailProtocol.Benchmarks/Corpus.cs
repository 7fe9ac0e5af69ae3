using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Benchmarks;

/// <summary>Messages to read, always the same.</summary>
internal static class Corpus
{
    private const int SmallSize = 4096;

    /// <summary>Messages of about 4 KB: texts, texts with HTML, texts with attachments, in several languages and charsets.</summary>
    public static List<byte[]> Mixed(int count)
    {
        var random = new Random(4);
        var messages = new List<byte[]>(count);
        for (int i = 0; i < count; i++)
            messages.Add(WithTrace(Bytes(Small(random, i % 5)), random));
        return messages;
    }

    /// <summary>A message with one large attachment.</summary>
    public static byte[] Large(byte[] attachment)
    {
        MailDraft draft = Draft("Report", "See the attachment.\r\n");
        draft.Attachments.Add(DraftAttachment.FromBytes(attachment, "report.pdf"));
        return Bytes(draft);
    }

    /// <summary>
    /// A recipient field of adjacent encoded-words, which a reader must join without copying what it has again and again.
    /// </summary>
    public static byte[] HostileTo(int length)
    {
        var message = new StringBuilder("From: a@example.com\r\nTo:");
        while (message.Length < length)
            message.Append(" =?utf-8?Q?=C3=A4?=\r\n");
        return Encoding.ASCII.GetBytes(message.Append(" <b@example.com>\r\nSubject: x\r\n\r\nbody\r\n").ToString());
    }

    private static MailDraft Small(Random random, int kind)
    {
        string subject = kind % 2 == 0
            ? "Status of job " + random.Next(1000)
            : "Zustand der n\u00e4chtlichen Auftr\u00e4ge \u2013 \u65e5\u672c " + random.Next(1000);
        MailDraft draft = kind switch
        {
            0 => Draft(subject, Lines("All is well with the nightly job as this line shows.", SmallSize - 800)),
            1 => Draft(subject, Lines("Der Auftrag l\u00e4uft und alles ist gut, \u00fcberall.", 2600)),
            2 => Draft(subject, Lines("Plain words for the plain part.", 1200)),
            3 => Draft(subject, Lines("\u3059\u3079\u3066\u9806\u8abf\u3067\u3059\u3002", 900)),
            _ => Draft(subject, Lines("See what is attached.", 300)),
        };
        if (kind == 1)
            draft.Encoding = Encoding.GetEncoding("iso-8859-1");
        if (kind == 2)
            draft.HtmlBody = "<html><body>" + Lines("<p>Words for the <b>other</b> part.</p>", 1700) + "</body></html>";
        if (kind == 4)
        {
            var content = new byte[1700];
            random.NextBytes(content);
            draft.Attachments.Add(DraftAttachment.FromBytes(content, "\u00dcbersicht.pdf"));
        }

        return draft;
    }

    private static MailDraft Draft(string subject, string text)
    {
        var draft = new MailDraft
        {
            From = new MailboxAddress("J\u00f6rg Example", "joerg", "example.com"),
            Subject = subject,
            TextBody = text,
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(1)),
        };
        draft.To.Add(new MailboxAddress("Bob Example", "bob", "example.org"));
        draft.To.Add(new MailboxAddress("Carol, Accounting", "carol", "example.org"));
        draft.Cc.Add(new MailboxAddress("", "list", "example.org"));
        return draft;
    }

    private static string Lines(string line, int length)
    {
        var text = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(line) * (text.Length / line.Length) < length)
            text.Append(line).Append("\r\n");
        return text.ToString();
    }

    private static byte[] Bytes(MailDraft draft)
    {
        var stream = new MemoryStream();
        draft.Compose().WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>What the servers on the way put in front.</summary>
    private static byte[] WithTrace(byte[] message, Random random)
    {
        string trace = "Return-Path: <joerg@example.com>\r\n" +
            "Received: from mx.example.org (mx.example.org [192.0.2.7])\r\n\tby store.example.org (Postfix) with ESMTPS id " +
            random.Next() + "\r\n\tfor <bob@example.org>; Wed,  4 Mar 2026 05:06:09 +0100 (CET)\r\n" +
            "Received: from [198.51.100.4] (unknown [198.51.100.4])\r\n\tby mx.example.org (Postfix) with ESMTPSA id " + random.Next() +
            ";\r\n\tWed,  4 Mar 2026 05:06:08 +0100 (CET)\r\n";
        return [.. Encoding.ASCII.GetBytes(trace), .. message];
    }
}
