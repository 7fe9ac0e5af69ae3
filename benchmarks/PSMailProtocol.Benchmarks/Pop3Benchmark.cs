using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Benchmarks;

/// <summary>Reads maildrops of a Dovecot on loopback, beside a bare socket that reads the same octets and does nothing with them.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Pop3Benchmark
{
    private const string Large = "large";

    /// <summary>Until the code of all is compiled as it will stay.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly Reading ReadingAll =
        new(message => OwnLibrary.ReadAll(message, new Sink()), message => MimeKitLibrary.ReadAll(message, new Sink()));

    private static readonly Reading ReadingRows = new(OwnLibrary.ReadRow, MimeKitLibrary.ReadRow);

    /// <summary>Starts the server, measures, and ends it. Dovecot has to be installed, and only root can start it.</summary>
    public static void Run(int runs)
    {
        if (!DovecotServer.IsAvailable)
        {
            Console.WriteLine("pop3: Dovecot is not installed or cannot be started, so maildrops are not measured.");
            return;
        }

        using var server = DovecotServer.Start(("mixed", Corpus.Mixed(1000)), ("plain", Plain(1000, 4096)), (Large, Plain(40, 5_000_000)));
        int port = server.Pop3Port;
        Measure("pop3: 1,000 mixed messages of 4 KB, everything read", "messages", 1000, port, "mixed", ReadingAll, runs);
        Measure("pop3: 1,000 mixed messages of 4 KB, author, subject and date read", "messages", 1000, port, "mixed", ReadingRows, runs);
        Measure("pop3: 1,000 plain messages of 4 KB, author, subject and date read", "messages", 1000, port, "plain", ReadingRows, runs);
        Measure("pop3: messages of 5 MB, author, subject and date read", "MB", 40 * 5.0, port, Large, ReadingRows, runs);
        CountRemoval(port, "plain");
    }

    private static void Measure(string title, string unit, double amount, int port, string user, Reading reading, int runs)
    {
        Console.WriteLine(title);
        var own = new double[runs];
        var bare = new double[runs];
        var theirs = new double[runs];
        int trips = 0;
        var clock = Stopwatch.StartNew();
        for (int run = 0; run < runs;)
        {
            double ownSeconds = ReadParsed(port, user, reading, out trips);
            double bareSeconds = ReadBare(port, user);
            double theirSeconds = ReadByMailKit(port, user, reading);
            if (clock.Elapsed > WarmUp)
                (own[run], bare[run], theirs[run++]) = (ownSeconds, bareSeconds, theirSeconds);
        }

        Array.Sort(own);
        Array.Sort(bare);
        Array.Sort(theirs);
        Console.WriteLine($"  PSMailProtocol     {amount / own[runs / 2],11:N0} {unit}/s, {trips} round trips");
        Console.WriteLine($"  bare socket        {amount / bare[runs / 2],11:N0} {unit}/s");
        Console.WriteLine($"  ratio              {bare[runs / 2] / own[runs / 2],11:N2}");
        Console.WriteLine($"  MailKit            {amount / theirs[runs / 2],11:N0} {unit}/s, ratio {theirs[runs / 2] / own[runs / 2]:N2}");
    }

    private static double ReadByMailKit(int port, string user, Reading reading)
    {
        long start = 0;
        MailKitClients.ReadMaildrop(port, user, reading.Theirs, () => start = Stopwatch.GetTimestamp());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void CountRemoval(int port, string user)
    {
        using Pop3Session session = Open(port, user);
        var removals = session.RemoveAndQuit(session.ReadListing());
        Console.WriteLine(
            $"pop3: {removals.Count(removal => removal.Removed):N0} messages removed, {session.Connection.RoundTrips} round trips with " +
            "the login");
    }

    private static Pop3Session Open(int port, string user) =>
        Pop3Session.Open(new MailAccount("127.0.0.1", port, TlsMode.None, new NetworkCredential(user, "x")), CancellationToken.None);

    private static double ReadParsed(int port, string user, Reading reading, out int trips)
    {
        using Pop3Session session = Open(port, user);
        var entries = session.ReadListing();
        long start = Stopwatch.GetTimestamp();
        Pop3Fetch fetch = session.BeginFetch();
        foreach (Pop3Entry entry in entries)
            fetch.Add(entry);
        int read = 0;
        while (fetch.Read() is { Mail: { } mail })
        {
            read += reading.Own(MailMessage.Read(mail)) > 0 ? 1 : 0;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        trips = session.Connection.RoundTrips;
        session.Leave();
        return read == entries.Count ? seconds : throw new InvalidOperationException($"{read} of {entries.Count} messages were read.");
    }

    private static double ReadBare(int port, string user)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var buffer = new byte[64 * 1024];
        socket.Send(Encoding.ASCII.GetBytes($"USER {user}\r\nPASS x\r\n"));
        string login = "";
        while (login.Count(c => c == '\n') < 3)
            login += Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
        int count = user == Large ? 40 : 1000;
        long start = Stopwatch.GetTimestamp();
        socket.Send(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, count).Select(n => $"RETR {n}\r\n")) + "NOOP\r\n"));
        var tail = new byte[8];
        while (!"\r\n.\r\n+OK"u8.SequenceEqual(tail))
        {
            // The answer to NOOP has no text, and a line end behind it.
            int received = socket.Receive(buffer);
            int kept = Math.Min(received, 10);
            byte[] end = [.. tail, .. buffer.AsSpan(received - kept, kept)];
            tail = end[^2] == '\r' ? end[^10..^2] : end[^8..];
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Messages with four fields and a text of so many octets.</summary>
    public static IEnumerable<byte[]> Plain(int count, int size)
    {
        string line = new string('x', 74) + "\r\n";
        string body = string.Concat(Enumerable.Repeat(line, size / line.Length));
        return Enumerable.Range(1, count).Select(n => Encoding.ASCII.GetBytes(
            $"From: Ann <ann@example.com>\r\nTo: bob@example.com\r\nSubject: Message {n}\r\nDate: Thu, 20 Nov 2026 10:00:00 " +
            $"+0000\r\n\r\n{body}"));
    }

    /// <summary>What is read of each message, by this project and by MimeKit.</summary>
    private sealed record Reading(Func<MailMessage, long> Own, Func<MimeKit.MimeMessage, long> Theirs);
}
