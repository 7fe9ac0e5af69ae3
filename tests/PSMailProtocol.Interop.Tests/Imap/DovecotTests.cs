using System;
using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Imap;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>Reading from Dovecot, which has LIST-STATUS, ESEARCH, BINARY, PREVIEW, special uses and quotas.</summary>
public sealed class DovecotTests(DovecotTests.Sample server) : SampleChecks(server), IClassFixture<DovecotTests.Sample>
{
    private const string Dovecot = "dovecot";

    [ServerTheory(Dovecot)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void All_messages_come_as_they_were_put_in(TlsMode tls) => AssertReadsAll(tls);

    [ServerFact(Dovecot)]
    public void Thousands_of_sparse_uids_all_come() => AssertReadsSparse();

    [ServerFact(Dovecot)]
    public void Parts_come_by_themselves() => AssertReadsParts();

    [ServerFact(Dovecot)]
    public void Uids_are_found_and_no_others() => AssertFindsUidsAlone();

    [ServerFact(Dovecot)]
    public void Flags_change_where_the_mailbox_is_selected() => AssertMarksSeen();

    [ServerFact(Dovecot)]
    public void Messages_are_changed_in_clear() => AssertChanges(TlsMode.None);

    [ServerFact(Dovecot)]
    public void Messages_are_changed_inside_TLS() => AssertChanges(TlsMode.Implicit);

    [ServerFact(Dovecot)]
    public void Mailboxes_are_listed_with_their_uses_counts_and_quota()
    {
        var entries = AssertLists();
        Assert.Equal(["Drafts", "Inbox", "Sent"], entries.Select(entry => entry.SpecialUse).OfType<string>().Order());
        using var session = server.Open(TlsMode.StartTls);
        var storage = Assert.Single(Assert.Single(session.Quotas("INBOX")).Resources);
        Assert.Equal(("STORAGE", 102_400), (storage.Name, storage.Limit));
        Assert.InRange(storage.Usage, 1_500, 102_400);
    }

    [ServerFact(Dovecot)]
    public void Texts_are_found_whatever_they_are_encoded_in()
    {
        using var session = server.Open(TlsMode.StartTls);
        session.Examine(server.Mailbox);
        AssertFindsByFacts(session);
        AssertFindsNothingOfNothing(session);
        AssertFindsEncoded(session);
    }

    [ServerTheory(Dovecot)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Mailboxes_are_made_renamed_and_removed(TlsMode tls) => AssertChangesFolders(tls);

    [ServerTheory(Dovecot)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Messages_are_stored_as_they_are(TlsMode tls) => AssertAppends(tls);

    [ServerFact(Dovecot)]
    public void A_thousand_messages_are_marked_and_moved_in_eight_round_trips_each()
    {
        var (filled, some) = server.FillAnother("Some");
        using (var copying = server.Open(TlsMode.Implicit))
        {
            copying.Create("Thousand");
            copying.Select(filled);
            for (var copies = 0; copies < 1000; copies += some.Count)
                Assert.All(copying.Copy(some, "Thousand"), message => Assert.True(message.IsDone));
            copying.Logout();
        }

        using var marking = server.Open(TlsMode.Implicit);
        var uids = Enumerable.Range(1, (int)marking.Select("Thousand").Exists).Select(uid => (long)uid).ToList();
        Assert.InRange(uids.Count, 1000, 1100);
        Assert.All(marking.Store(uids, new ImapFlagChange { Added = ["\\Flagged"] }), message => Assert.True(message.IsDone));
        Assert.InRange(marking.Connection.RoundTrips, 1, 8);
        marking.Logout();

        using var moving = server.Open(TlsMode.Implicit);
        moving.Select("Thousand");
        Assert.Contains(moving.List("*"), entry => entry.SpecialUse == "Sent");
        Assert.All(moving.Move(uids, "Sent"), message => Assert.True(message.IsDone && message.NewUid > 0));
        Assert.InRange(moving.Connection.RoundTrips, 1, 8);
        moving.Logout();
    }

    [ServerTheory(Dovecot)]
    [InlineData(Vanishing.Expunged)]
    [InlineData(Vanishing.Deleted)]
    [InlineData(Vanishing.Unreadable)]
    public void A_message_that_is_gone_is_named_and_all_others_come(Vanishing vanishing) => AssertNamesTheMissing(vanishing);

    [ServerTheory(Dovecot)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public Task New_mail_is_told(TlsMode tls) => AssertHearsOfNewMail(tls);

    public sealed class Sample : SampleServer
    {
        private const string Configuration = """
            mail_plugins = quota
            protocol imap {
              mail_plugins = quota imap_quota
            }
            plugin {
              quota = maildir:User quota
              quota_rule = *:storage=100M
            }
            namespace inbox {
              inbox = yes
              separator = /
              mailbox Drafts {
                auto = create
                special_use = \Drafts
              }
              mailbox Sent {
                auto = create
                special_use = \Sent
              }
            }
            """;

        protected override string SparseFolder => "alice/.Sparse";

        protected override (string Name, string First, Func<long, string, string> Line) SparseList(long next) =>
            ("dovecot-uidlist", $"3 V1700000000 N{next}", (uid, file) => $"{uid} :{file}");

        protected override ImapEndpoint Start(TemporaryFolder folder, ServerCertificate certificate)
        {
            var server = new DovecotServer(folder, certificate, "plain", Configuration, (UserName, Password));
            return new(server, server.ImapPort, server.ImapsPort, server.MailFolder);
        }
    }
}
