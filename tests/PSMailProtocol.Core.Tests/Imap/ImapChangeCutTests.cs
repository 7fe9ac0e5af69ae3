using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Tests.Pop3;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>
/// The connection ends after every octet of a change, in either direction: what is reported of a message is how it is, no message is lost,
/// and a second run ends right.
/// </summary>
public class ImapChangeCutTests
{
    private static readonly long[] Uids = [7, 11];

    public static IEnumerable<object[]> Runs =>
        from change in new (string Capabilities, string Verb)[] { ("MOVE UIDPLUS", "store"), ("UIDPLUS", "copy"), ("MOVE UIDPLUS", "move"),
            ("MOVE", "move"), ("UIDPLUS", "move"), ("UIDPLUS", "delete") }
        from isSaid in new[] { true, false }
        from reopens in new[] { true, false }
        select new object[] { change.Capabilities, change.Verb, isSaid, reopens };

    [Theory]
    [MemberData(nameof(Runs))]
    public void What_is_reported_is_so_wherever_the_connection_ends(string capabilities, string change, bool isSaid, bool reopens)
    {
        var outcomes = new HashSet<string>();
        var isCut = true;
        for (var octets = 0; isCut; octets++)
        {
            var model = new MailboxModel(capabilities);
            using var peer = new CuttingPeer(model.Answer, isSaid ? octets : int.MaxValue, isSaid ? int.MaxValue : octets);
            using var session = ImapFixture.Over(peer, reopen: reopens ? () => Open(model) : null);
            var reported = ImapFixture.OutcomeOf(() =>
            {
                session.Begin(ImapFixture.Account());
                session.Select(MailboxModel.Source);
                var messages = ImapChangeTests.Run(session, change, Uids);
                Assert.All(messages, message => AssertIsSo(message, model, change));
                session.Logout();
                return string.Join("; ",
                    messages.Select(
                        message => message.IsDone ? "done" : message.IsUnknown ? "unknown" : message.IsCopied ? "copied" : message.IsMarked
                            ? "marked"
                            : "not done"));
            });
            isCut = peer.IsCut;
            outcomes.Add(reported);

            Assert.All(new long[] { 7, 11, 12 }, uid => Assert.True(change == "delete" && uid != 12 || model.WhereIs(uid).Length > 0));
            AssertEndsRight(model, change);
        }

        Assert.Contains("done; done", outcomes);
        Assert.Contains("ConnectionLost", outcomes);
        Assert.Equal(!reopens || change == "copy" || (change == "move" && capabilities == "UIDPLUS"),
            outcomes.Any(outcome => outcome.Contains("unknown", System.StringComparison.Ordinal)));
    }

    private static void AssertIsSo(ImapMessageOutcome message, MailboxModel model, string change)
    {
        var where = model.WhereIs(message.Uid);
        Assert.Equal(message.IsDone, message.Failure is null);
        if (message.IsCopied)
            Assert.Contains(MailboxModel.Destination, where, System.StringComparison.Ordinal);
        if (message.IsGone)
            Assert.DoesNotContain(MailboxModel.Source, where, System.StringComparison.Ordinal);
        if (message.IsUnknown)
            return;

        if (change == "store")
            Assert.Equal(message.IsDone, model.Mailboxes[MailboxModel.Source][message.Uid].Flags.Contains("\\Flagged"));
        else
            Assert.Equal(message.IsDone ? Final(change) : message.IsCopied ? "INBOX+Done" : MailboxModel.Source, where);
    }

    /// <summary>What is left of the work is done over a connection that holds, and no message lies anywhere twice.</summary>
    private static void AssertEndsRight(MailboxModel model, string change)
    {
        if (change == "copy")
            return;

        using var session = Open(model);
        session.Select(MailboxModel.Source);
        var left = session.Search(new ImapSearchCriteria()).Intersect(Uids).ToList();
        Assert.All(ImapChangeTests.Run(session, change, left), message => Assert.True(message.IsDone));

        Assert.All(Uids, uid => Assert.Equal(Final(change), model.WhereIs(uid)));
        Assert.Equal(change == "move" ? 2 : 0, model.Mailboxes[MailboxModel.Destination].Count);
    }

    private static string Final(string change) => change switch
    {
        "store" => MailboxModel.Source,
        "copy" => "INBOX+Done",
        "move" => MailboxModel.Destination,
        _ => "",
    };

    private static ImapSession Open(MailboxModel model)
    {
        var session = ImapFixture.Over(new AnsweringPeer(model.Answer, "* OK hi\r\n"));
        session.Begin(ImapFixture.Account());
        return session;
    }
}
