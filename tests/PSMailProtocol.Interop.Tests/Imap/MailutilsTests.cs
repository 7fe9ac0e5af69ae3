using PSMailProtocol.Accounts;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>Reading from GNU Mailutils, which compares octets and takes a UID in a search for a number.</summary>
public sealed class MailutilsTests(MailutilsTests.Sample server) : SampleChecks(server), IClassFixture<MailutilsTests.Sample>
{
    [ServerTheory(MailutilsImapServer.Program)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void All_messages_come_as_they_were_put_in(TlsMode tls) => AssertReadsAll(tls);

    [ServerFact(MailutilsImapServer.Program)]
    public void Parts_come_by_themselves() => AssertReadsParts();

    [ServerFact(MailutilsImapServer.Program)]
    public void Uids_are_found_and_no_others() => AssertFindsUidsAlone(gone: MailErrors.MessageNotDelivered);

    [ServerFact(MailutilsImapServer.Program)]
    public void Flags_change_where_the_mailbox_is_selected() => AssertMarksSeen();

    [ServerFact(MailutilsImapServer.Program)]
    public void Messages_are_changed_in_clear() => AssertChanges(TlsMode.None, hasUidPlus: false);

    [ServerFact(MailutilsImapServer.Program)]
    public void Messages_are_changed_inside_TLS() => AssertChanges(TlsMode.Implicit, hasUidPlus: false);

    [ServerFact(MailutilsImapServer.Program)]
    public void Mailboxes_are_listed_with_their_counts() => AssertLists();

    [ServerFact(MailutilsImapServer.Program)]
    public void Texts_are_found_whatever_they_are_encoded_in()
    {
        using var session = server.Open(TlsMode.StartTls);
        session.Examine(server.Mailbox);
        AssertFindsByFacts(session);
        AssertFindsNothingOfNothing(session);
        AssertFindsEncoded(session);
    }

    [ServerTheory(MailutilsImapServer.Program)]
    [InlineData(Vanishing.Expunged)]
    [InlineData(Vanishing.Deleted)]
    public void A_message_that_is_gone_is_named_and_all_others_come(Vanishing vanishing) => AssertNamesTheMissing(vanishing);

    public sealed class Sample : SampleServer
    {
        public override string UserName => MailutilsPop3Server.UserName;

        /// <summary>It offers SCRAM also where it has no password that would do for it.</summary>
        public override MailAuthentication Authentication => MailAuthentication.Plain;

        public override bool HasKeywords => false;

        public override bool KeepsArrival => false;

        public override bool HasGroups => false;

        public override bool ReadsEightBitAuthors => false;

        protected override ImapEndpoint Start(TemporaryFolder folder, ServerCertificate certificate)
        {
            var server = new MailutilsImapServer(folder, certificate);
            return new(server, server.ImapPort, server.ImapsPort, server.MailFolder);
        }
    }
}
