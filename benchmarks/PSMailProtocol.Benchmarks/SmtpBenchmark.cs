using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Benchmarks;

/// <summary>Mail sent over one connection on loopback, a new message composed for each; figures are medians.</summary>
internal static class SmtpBenchmark
{
    public const string Name = "smtp";

    private const long Gigabyte = 1L << 30;

    private static readonly string[] Transaction = ["MAIL FROM:<a@x.test>\r\n", "RCPT TO:<b@y.test>\r\n", "DATA\r\n", ".\r\n"];

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static void Run(int runs)
    {
        using SmtpSink? sink = SmtpSink.Postfix();
        if (sink is null)
            Console.WriteLine($"{Name}: smtp-sink is not installed, so only the sandbox is measured.");
        using (SmtpSink sandbox = SmtpSink.Sandbox())
        {
            foreach (SmtpSink server in new[] { sink, sandbox }.OfType<SmtpSink>())
                Small(server, runs);
        }

        if (sink is not null)
        {
            Large(sink, runs);
            Memory(sink);
        }
    }

    private static void Small(SmtpSink server, int runs)
    {
        foreach ((int size, int count) in new[] { (1024, 5000), (8 * 1024, 2000), (64 * 1024, 400) })
        {
            string text = Text(size);
            double trips = 0;
            double seconds = Median(runs, () => trips = Send(server, count, () => Draft(text)) / (double)count);
            Console.WriteLine(
                $"{Name}: {server.Name,-9} {size / 1024,3} KB {count / seconds,10:N0} messages/s " +
                $"{count * (size / 1e6) / seconds,8:N0} MB/s {trips,6:N2} round trips a message");

            // Larger ones take MailKit 40 ms each, for want of TCP_NODELAY.
            if (size > 1024)
                continue;

            double theirs = Median(runs, () => MailKitClients.Send(server.Port, count, text));
            Console.WriteLine(
                $"{Name}: {"  MailKit",-9} {size / 1024,3} KB {count / theirs,10:N0} messages/s, ratio {theirs / seconds:N2}");
        }
    }

    private static void Large(SmtpSink server, int runs)
    {
        byte[] content = new byte[25_000_000];
        new Random(1).NextBytes(content);
        double seconds = Median(runs, () => Send(server, 4, () => Attached(DraftAttachment.FromBytes(content, "report.bin"))));
        Console.WriteLine($"{Name}: {server.Name,-9} attachment of 25 MB {4 * 25 / seconds,8:N0} MB/s");

        using var composed = new MemoryStream();
        Attached(DraftAttachment.FromBytes(content, "report.bin")).Compose().WriteTo(composed);
        double bare = Median(runs, () => SendBare(server, 4, composed.GetBuffer(), (int)composed.Length));
        Console.WriteLine($"{Name}: {"  socket",-9} the same octets    {4 * 25 / bare,8:N0} MB/s, ratio {bare / seconds:N2}");
    }

    /// <summary>What the server takes from somebody who has nothing else to do: the same octets, composed before, in lock-step.</summary>
    private static void SendBare(SmtpSink server, int count, byte[] message, int length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, server.Port);
        var reply = new byte[4096];
        socket.Receive(reply);
        foreach (string command in Enumerable.Repeat(Transaction, count).SelectMany(commands => commands).Prepend("HELO client.test\r\n"))
        {
            for (int sent = 0; command[0] == '.' && sent < length;)
                sent += socket.Send(message, sent, Math.Min(64 * 1024, length - sent), SocketFlags.None);
            socket.Send(Encoding.ASCII.GetBytes(command));
            socket.Receive(reply);
        }
    }

    private static void Memory(SmtpSink server)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.OpenWrite(path))
                file.SetLength(Gigabyte);
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            process.Refresh();
            long before = process.WorkingSet64;
            long peak = before;
            long last = 0;
            Send(server, 1, () => Attached(DraftAttachment.FromFile(path)), octets =>
            {
                if (octets - last < 16 * 1024 * 1024)
                    return;

                last = octets;
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            });
            Console.WriteLine($"{Name}: {server.Name,-9} attachment of 1 GB adds {(peak - before) / 1e6,6:N1} MB of memory");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Sends so many messages and returns how many round trips that took.</summary>
    private static int Send(SmtpSink server, int count, Func<MailDraft> draft, Action<long>? progress = null)
    {
        int accepted = 0;
        var account = new MailAccount("127.0.0.1", server.Port, TlsMode.None, null);
        var options = new SmtpMailerOptions
        {
            ClientName = "client.test",
            Progress = progress is null ? null : (_, octets) => progress(octets),
        };
        using var mailer = new SmtpMailer(account, options, delivery => accepted += delivery.Status == SmtpDeliveryStatus.Accepted ? 1 : 0);
        for (int i = 0; i < count; i++)
        {
            MailDraft message = draft();
            mailer.Submit(new SmtpSubmission(new SmtpEnvelope(message.From, message.To), message.Compose()));
        }

        mailer.Finish();
        int trips = mailer.Session!.Connection.RoundTrips;
        mailer.Quit();
        return accepted == count ? trips : throw new InvalidOperationException($"Only {accepted} of {count} messages were accepted.");
    }

    /// <summary>The seconds that an action takes once its code is compiled as it will stay.</summary>
    private static double Median(int runs, Action action)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;)
            action();
        var seconds = new List<double>();
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        seconds.Sort();
        return seconds[runs / 2];
    }

    private static MailDraft Attached(DraftAttachment attachment)
    {
        MailDraft draft = Draft("See the attachment.\r\n");
        draft.Attachments.Add(attachment);
        return draft;
    }

    private static MailDraft Draft(string text)
    {
        var draft = new MailDraft
        {
            From = new MailboxAddress("Alice Example", "alice", "example.com"),
            Subject = "Status of the nightly job",
            TextBody = text,
        };
        draft.To.Add(new MailboxAddress("Bob Example", "bob", "example.org"));
        return draft;
    }

    private static string Text(int length)
    {
        const string Line = "The job has finished and all is well, as the log below shows.\r\n";
        return string.Concat(Enumerable.Repeat(Line, length / Line.Length + 1)).Substring(0, length);
    }
}
