using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>Reading from Cyrus, which has LIST-STATUS, ESEARCH, BINARY, special uses and quotas.</summary>
public sealed class CyrusTests(CyrusTests.Sample server) : SampleChecks(server), IClassFixture<CyrusTests.Sample>
{
    [ServerTheory(CyrusServer.Master, CyrusServer.PasswordProgram)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void All_messages_come_as_they_were_put_in(TlsMode tls) => AssertReadsAll(tls);

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Parts_come_by_themselves() => AssertReadsParts();

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Uids_are_found_and_no_others() => AssertFindsUidsAlone();

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Flags_change_where_the_mailbox_is_selected() => AssertMarksSeen();

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Messages_are_changed_in_clear() => AssertChanges(TlsMode.None);

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Messages_are_changed_inside_TLS() => AssertChanges(TlsMode.Implicit);

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Mailboxes_are_listed_with_their_uses_counts_and_quota()
    {
        var entries = AssertLists();
        Assert.Equal(["Drafts", "Inbox", "Sent"], entries.Select(entry => entry.SpecialUse).OfType<string>().Order());
        using var session = server.Open(TlsMode.StartTls);
        var storage = Assert.Single(Assert.Single(session.Quotas("INBOX")).Resources);
        Assert.Equal(("STORAGE", 102_400), (storage.Name, storage.Limit));
        Assert.InRange(storage.Usage, 1_500, 102_400);
    }

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Texts_are_found_whatever_they_are_encoded_in()
    {
        using var session = server.Open(TlsMode.StartTls);
        session.Examine(server.Mailbox);
        AssertFindsByFacts(session);
        AssertFindsNothingOfNothing(session);
        AssertFindsEncoded(session);
    }

    [ServerTheory(CyrusServer.Master, CyrusServer.PasswordProgram)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Mailboxes_are_made_renamed_and_removed(TlsMode tls) => AssertChangesFolders(tls);

    [ServerTheory(CyrusServer.Master, CyrusServer.PasswordProgram)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Messages_are_stored_as_they_are(TlsMode tls) => AssertAppends(tls);

    [ServerTheory(CyrusServer.Master, CyrusServer.PasswordProgram)]
    [InlineData(Vanishing.Expunged)]
    [InlineData(Vanishing.Deleted)]
    [InlineData(Vanishing.Unreadable)]
    public void A_message_that_is_gone_is_named_and_all_others_come(Vanishing vanishing) => AssertNamesTheMissing(vanishing);

    [ServerTheory(CyrusServer.Master, CyrusServer.PasswordProgram)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public Task New_mail_is_told(TlsMode tls) => AssertHearsOfNewMail(tls);

    public sealed class Sample : SampleServer
    {
        public override bool FindsEightBitHeaders => false;

        public override bool FindsLatinBodies => false;

        protected override ImapEndpoint Start(TemporaryFolder folder, ServerCertificate certificate)
        {
            var server = new CyrusServer(folder, certificate);
            return new(server, server.ImapPort, server.ImapsPort, server.MailFolder);
        }
    }
}
