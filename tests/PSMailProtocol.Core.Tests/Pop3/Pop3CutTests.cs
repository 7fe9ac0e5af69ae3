using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>
/// The connection ends after every octet of a dialogue that reads and removes, in either direction. What is reported is
/// what is so, and no message is gone that was not reported as removed.
/// </summary>
public class Pop3CutTests
{
    private static readonly string[] Texts = ["Subject: 1\r\n\r\none\r\n", "Subject: 2\r\n\r\n.two\r\n", "Subject: 3\r\n\r\nthree\r\n"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reported_is_what_is_so_wherever_the_connection_ends(bool sent) => CutEverywhere(TlsMode.None, sent, stride: 1);

    /// <summary>Inside TLS a record is there whole or not at all, so that some octets of each do for all of it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inside_TLS_it_is_as_well(bool sent) => CutEverywhere(TlsMode.Implicit, sent, stride: 5);

    private static void CutEverywhere(TlsMode tls, bool sent, int stride)
    {
        var outcomes = new HashSet<string>();
        var wasCut = true;
        for (var octets = 0; wasCut; octets += stride)
        {
            using var sandbox = MailSandbox.Start();
            foreach (var text in Texts)
                sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes(text));
            var cut = sent
                ? SandboxFault.DropAfterSent(SandboxProtocol.Pop3, octets)
                : SandboxFault.DropAfterReceived(SandboxProtocol.Pop3, octets);
            sandbox.Faults.Add(cut.Occurrence(1));
            var uids = sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId).ToList();

            var read = new List<string>();
            var removals = ReadAndRemove(sandbox, tls, read, uids, out wasCut);

            var remaining = sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId).ToList();
            Assert.All(removals, removal => Assert.False(removal.IsUncertain));
            Assert.Equal(uids.Except(remaining), removals.Where(removal => removal.Removed).Select(removal => removal.Uid));
            Assert.Equal(Texts.Take(read.Count), read);
            Assert.True(read.Count == Texts.Length || remaining.Count == Texts.Length, "A message is gone that was not read.");
            outcomes.Add($"{removals.Count(removal => removal.Removed)} {removals.All(removal => removal.Committed)}");
        }

        // Every kind of outcome occurred: nothing done, done without being told so, done and told.
        Assert.Superset(sent ? ["0 False", "2 False", "2 True"] : new HashSet<string> { "0 False", "2 True" }, outcomes);
    }

    private static IReadOnlyList<Pop3Removal> ReadAndRemove(MailSandbox sandbox, TlsMode tls, List<string> read, List<string> uids,
        out bool wasCut)
    {
        wasCut = true;
        string[] doomed = [uids[0], uids[2]];
        Pop3Session session;
        try
        {
            session = Open(sandbox, tls);
            var fetch = session.BeginFetch();
            foreach (var entry in session.ReadListing())
                fetch.Add(entry);
            while (fetch.Read() is { } fetched)
                read.Add(TextOf(fetched));
        }
        catch (MailException e)
        {
            return Pop3Removal.NotAttempted(doomed, e);
        }

        var removals = session.RemoveAndQuit(doomed);
        wasCut = removals.Any(removal => removal.Failure is not null);
        if (removals.Any(removal => removal.IsUncertain))
        {
            using var looking = Open(sandbox, tls);
            Pop3Removal.Settle(removals, session.Kept, looking.ReadListing());
            looking.Leave();
        }

        return removals;
    }

    private static string TextOf(Pop3Fetched fetched) => fetched.Mail!.Text();

    private static Pop3Session Open(MailSandbox sandbox, TlsMode tls)
    {
        var port = tls == TlsMode.None ? sandbox.Pop3Port : sandbox.Pop3sPort;
        var account = new MailAccount(sandbox.Host, port, tls, new NetworkCredential("alice", "x"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
        return Pop3Session.Open(account, CancellationToken.None);
    }
}
