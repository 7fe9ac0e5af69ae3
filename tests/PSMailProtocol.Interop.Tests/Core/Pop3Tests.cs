using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Core;

/// <summary>Whole maildrops read and removed with commands sent ahead, on two servers of different make, in clear and inside TLS.</summary>
public sealed class Pop3Tests
{
    private const int Count = 1000;

    [ServerTheory("dovecot")]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Dovecot_gives_out_and_removes_a_thousand_messages_in_few_round_trips(TlsMode tls)
    {
        using var servers = new MailServers();
        var inbox = Path.Combine(servers.Dovecot.MailFolder, "alice", "new");
        foreach (var name in new[] { "alice", "alice/cur", "alice/new", "alice/tmp" })
            Give(Directory.CreateDirectory(Path.Combine(servers.Dovecot.MailFolder, name)).FullName);
        for (var n = 1; n <= Count; n++)
        {
            var file = Path.Combine(inbox, $"{1_700_000_000 + n}.{n}.host");
            File.WriteAllText(file, $"Subject: Message {n}\r\nDate: Thu, 20 Nov 2026 10:00:00 +0000\r\n\r\n.{n}\r\nbody\r\n");
            Give(file);
        }

        AssertReadAndRemoved(Account(tls == TlsMode.Implicit ? servers.Dovecot.Pop3sPort : servers.Dovecot.Pop3Port, tls, "alice",
            MailServers.Password));
    }

    [ServerTheory("pop3d")]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Mailutils_gives_out_and_removes_a_thousand_messages_in_few_round_trips(TlsMode tls)
    {
        using var folder = new TemporaryFolder();
        using var server = new MailutilsPop3Server(folder, new ServerCertificate(folder));
        server.Fill(Count);

        AssertReadAndRemoved(Account(tls == TlsMode.Implicit ? server.Pop3sPort : server.Pop3Port, tls, MailutilsPop3Server.UserName,
            MailutilsPop3Server.Password));
    }

    private static void AssertReadAndRemoved(MailAccount account)
    {
        var session = Pop3Session.Open(account, CancellationToken.None);
        Assert.Equal(account.Tls != TlsMode.None, session.Connection.IsEncrypted);
        Assert.True(session.Capabilities.Pipelining);
        var entries = session.ReadListing();
        Assert.Equal(Count, entries.Select(entry => entry.Uid).Distinct().Count());

        // The headers of all, the bodies of every second one among them, as a filter asks for them.
        var fetch = session.BeginFetch();
        foreach (var entry in entries)
            fetch.AddTop(entry, 0, exactly: false);
        var whole = 0;
        while (fetch.Read() is { } fetched)
        {
            var message = MailMessage.Read(fetched.Mail!);
            Assert.Equal($"Message {fetched.Entry.Number}", message.Subject);
            if (fetched.Lines is null)
            {
                Assert.Equal($".{fetched.Entry.Number}\nbody", message.TextBody!.Replace("\r", "", StringComparison.Ordinal).Trim('\n'));
                whole++;
            }
            else if (fetched.Entry.Number % 2 == 0)
            {
                fetch.Add(fetched.Entry, urgent: true);
            }
        }

        session.Leave();
        Assert.Equal(Count / 2, whole);
        Assert.InRange(session.Connection.RoundTrips, 1, 40);
        AssertReadWhole(account, entries.Select(entry => entry.Uid!).ToList());

        var removing = Pop3Session.Open(account, CancellationToken.None);
        var removals = removing.RemoveAndQuit(entries.Skip(1).Select(entry => entry.Uid!).Append("no-such-uid"));
        Assert.Equal(Count - 1, removals.Count(removal => removal.Removed));
        Assert.False(removals[^1].Removed);
        Assert.InRange(removing.Connection.RoundTrips, 1, 15);

        var looking = Pop3Session.Open(account, CancellationToken.None);
        Assert.Equal(entries[0].Uid, Assert.Single(looking.ReadListing()).Uid);
        using var content = new MemoryStream();
        looking.Retrieve(1, content);
        Assert.Contains("\r\n\r\n.1\r\nbody\r\n", Encoding.ASCII.GetString(content.ToArray()));
        looking.Leave();
    }

    /// <summary>All messages whole, from the connection to the goodbye.</summary>
    private static void AssertReadWhole(MailAccount account, List<string> uids)
    {
        var session = Pop3Session.Open(account, CancellationToken.None);
        var entries = session.ReadListing();
        Assert.Equal(uids, entries.Select(entry => entry.Uid));
        var fetch = session.BeginFetch();
        foreach (var entry in entries)
            fetch.Add(entry);
        foreach (var entry in entries)
            Assert.Equal($"Message {entry.Number}", MailMessage.Read(fetch.Read()!.Mail!).Subject);
        Assert.Null(fetch.Read());
        session.Leave();
        Assert.InRange(session.Connection.RoundTrips, 1, 25);
    }

    /// <summary>Dovecot reads mail as a user of its own, so everybody may do anything here.</summary>
    private static void Give(string path) => File.SetUnixFileMode(path, (UnixFileMode)0x1FF);

    private static MailAccount Account(int port, TlsMode tls, string user, string password) =>
        new("localhost", port, tls, new NetworkCredential(user, password))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
}
