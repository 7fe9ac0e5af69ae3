using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Threading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Tools;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// Reads mailboxes of a Dovecot on loopback, and MailKit beside it: lists, bodies, names of attachments, and a list of 100,000 in a
/// pipeline.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class ImapBenchmark
{
    private const int ListCount = 5000;
    private const int BodyCount = 1000;
    private const int LargeCount = 20;
    private const int PipelineCount = 100_000;
    private const string Row = "From, Subject, Date";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Starts the server, measures, and ends it.</summary>
    public static void Run(int runs)
    {
        if (!DovecotServer.IsAvailable)
        {
            Console.WriteLine("imap: Dovecot is not installed or cannot be started, so mailboxes are not measured.");
            return;
        }

        byte[] large = Corpus.Large(new byte[5_000_000 * 3 / 4]);
        using var server = DovecotServer.Start(
            ("list", Corpus.Mixed(ListCount)),
            ("body", Pop3Benchmark.Plain(BodyCount, 4096)),
            ("large", Enumerable.Repeat(large, LargeCount)),
            ("pipeline", Pop3Benchmark.Plain(PipelineCount, 100)));
        Compare($"imap: {ListCount:N0} messages listed", ListCount, runs, begin => List(server.ImapPort, _ => true, begin),
            ("MailKit", begin => ListByMailKit(server.ImapPort, begin)));
        Compare($"imap: {ListCount:N0} messages listed, {Row} read", ListCount, runs, begin => List(server.ImapPort, HasRow, begin),
            ("MailKit", begin => ListByMailKit(server.ImapPort, begin)));
        CountOctets(server.ImapPort);
        Compare(
            $"imap: {BodyCount:N0} bodies of 4 KB, text read", BodyCount, runs, begin => ReadBodies(server.ImapPort, begin),
            ("MailKit, one command", begin => ReadBodiesByMailKit(server.ImapPort, begin)),
            ("MailKit, one by one", begin => ReadEachByMailKit(server.ImapPort, begin)));
        using (var relay = new CountingRelay(server.ImapPort))
        {
            int names = ReadNames(relay.Port);
            Console.WriteLine(
                $"imap: names of {names} attachments of {LargeCount} messages of 5 MB: {relay.Octets:N0} octets with the login");
        }

        ListInPipeline(server.ImapPort);
    }

    private static void Compare(string title, int amount, int runs, Func<Action, int> own,
        params (string Name, Func<Action, int> Run)[] others)
    {
        (string Name, Func<Action, int> Run)[] all = [("PSMailProtocol", own), .. others];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;)
            Array.ForEach(all, one => Check(one.Run(() => { }), amount));
        var times = all.Select(_ => new List<double>()).ToList();
        for (int run = 0; run < runs; run++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                long start = 0;
                Check(all[i].Run(() => start = Stopwatch.GetTimestamp()), amount);
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        double[] medians = [.. times.Select(list => list.Order().ElementAt(runs / 2))];
        Console.WriteLine(title);
        for (int i = 0; i < all.Length; i++)
            Console.WriteLine($"  {all[i].Name,-20} {amount / medians[i],11:N0} messages/s, ratio {medians[i] / medians[0]:N2}");
    }

    private static void Check(int read, int expected)
    {
        if (read != expected)
            throw new InvalidOperationException($"{read} of {expected} messages were read.");
    }

    private static ImapSession Open(int port, string user)
    {
        ImapSession session = ImapSession.Open(new MailAccount("127.0.0.1", port, TlsMode.None, new NetworkCredential(user, "x")),
            CancellationToken.None);
        session.Examine("INBOX");
        return session;
    }

    private static ImapClient OpenMailKit(int port, string user)
    {
        var client = new ImapClient();
        client.Connect("127.0.0.1", port, SecureSocketOptions.None);
        client.Authenticate(user, "x");
        client.Inbox!.Open(FolderAccess.ReadOnly);
        return client;
    }

    private static int List(int port, Func<ImapFetchedMessage, bool> isRead, Action begin)
    {
        using ImapSession session = Open(port, "list");
        begin();
        int read = List(session, isRead);
        session.Logout();
        return read;
    }

    private static int List(ImapSession session, Func<ImapFetchedMessage, bool> isRead) =>
        session.FetchEnvelopes(session.Search(new ImapSearchCriteria()))
            .Count(message => message is { Envelope: not null, Structure: not null } && isRead(message));

    private static bool HasRow(ImapFetchedMessage message)
    {
        MailMessage header = MailMessage.ReadFields(message.Envelope!.ToFields());
        return header.From.Count > 0 && header.Subject.Length > 0 && header.Date is not null;
    }

    private static int ListByMailKit(int port, Action begin)
    {
        using ImapClient client = OpenMailKit(port, "list");
        begin();
        int read = ListByMailKit(client);
        client.Disconnect(true);
        return read;
    }

    private static int ListByMailKit(ImapClient client) => client.Inbox!
        .Fetch(0, -1,
            MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate
            | MessageSummaryItems.Size | MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure)
        .Count(summary => summary.Envelope!.From.Count > 0 && summary.Envelope.Subject!.Length > 0 && summary.Envelope.Date is not null
            && summary.Body is not null);

    private static void CountOctets(int port)
    {
        using var own = new CountingRelay(port);
        int trips;
        using (ImapSession session = Open(own.Port, "list"))
        {
            Check(List(session, _ => true), ListCount);
            trips = session.Connection.RoundTrips;
            session.Logout();
        }

        using var theirs = new CountingRelay(port);
        ListByMailKit(theirs.Port, () => { });
        using var search = new CountingRelay(port);
        using (ImapSession session = Open(search.Port, "list"))
        {
            long before = search.Octets;
            session.Search(new ImapSearchCriteria());
            Console.WriteLine(
                $"  octets: PSMailProtocol {own.Octets:N0}, MailKit {theirs.Octets:N0}, of ours for the " +
                $"search {search.Octets - before:N0}; {trips} round trips with the login");
            session.Logout();
        }
    }

    private static int ReadBodies(int port, Action begin)
    {
        using ImapSession session = Open(port, "body");
        begin();
        int read = session.FetchMessages(session.Search(new ImapSearchCriteria()))
            .Count(message => MailMessage.Read(message.Mail!).TextBody?.Length > 0);
        session.Logout();
        return read;
    }

    private static int ReadBodiesByMailKit(int port, Action begin)
    {
        using ImapClient client = OpenMailKit(port, "body");
        begin();
        int read = 0;
        ((ImapFolder)client.Inbox!).GetStreams(client.Inbox.Search(SearchQuery.All),
            (_, _, _, stream) => read += MimeKit.MimeMessage.Load(stream).TextBody?.Length > 0 ? 1 : 0);
        client.Disconnect(true);
        return read;
    }

    private static int ReadEachByMailKit(int port, Action begin)
    {
        using ImapClient client = OpenMailKit(port, "body");
        begin();
        int read = client.Inbox!.Search(SearchQuery.All).Count(uid => client.Inbox.GetMessage(uid).TextBody?.Length > 0);
        client.Disconnect(true);
        return read;
    }

    private static int ReadNames(int port)
    {
        using ImapSession session = Open(port, "large");
        int names = session.FetchEnvelopes(session.Search(new ImapSearchCriteria()))
            .Sum(message => MailMessage.ReadAttachments(message.Structure!, (_, _) => throw new InvalidOperationException())
                .Count(attachment => attachment.FileName.Length > 0));
        session.Logout();
        return names;
    }

    /// <summary>The memory is that of a PowerShell that lists few, beside that of one that lists all.</summary>
    private static void ListInPipeline(int port)
    {
        // The server reads each file once, and then keeps what is listed of it.
        using (ImapSession session = Open(port, "pipeline"))
        {
            Check(List(session, _ => true), PipelineCount);
            session.Logout();
        }

        foreach (int count in new[] { 1000, PipelineCount })
            Console.WriteLine($"imap: {count,7:N0} messages listed through a pipeline: {RunPipeline(port, count)}");
    }

    private static string RunPipeline(int port, int count)
    {
        PowerShellProgram powerShell = PowerShellProgram.Find();
        string script = string.Create(CultureInfo.InvariantCulture, $$"""
            $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
            Import-Module '{{Checkout.Manifest}}'
            $credential = [pscredential]::new('pipeline', (ConvertTo-SecureString x -AsPlainText -Force))
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $n = 0
            Get-ImapMessage -Server 127.0.0.1 -Port {{port}} -Tls None -Credential $credential -EnvelopeOnly -First {{count}} |
                ForEach-Object { if ($_.Subject) { $n++ } }
            "$n in $([int] $clock.Elapsed.TotalMilliseconds) ms, at most $([int] ((Get-Process -Id $PID).PeakWorkingSet64 / 1MB)) MB"
            """);
        ProcessStartInfo start = powerShell.CreateStart("-NoProfile", "-NonInteractive", "-EncodedCommand",
            Convert.ToBase64String(Encoding.Unicode.GetBytes(script)));
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
