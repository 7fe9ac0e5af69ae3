using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>Reading from Courier, which has UTF8=ACCEPT and neither special uses nor ESEARCH.</summary>
public sealed class CourierTests(CourierTests.Sample server) : SampleChecks(server), IClassFixture<CourierTests.Sample>
{
    [ServerTheory(CourierServer.Login)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void All_messages_come_as_they_were_put_in(TlsMode tls) => AssertReadsAll(tls);

    [ServerFact(CourierServer.Login)]
    public void Thousands_of_sparse_uids_all_come() => AssertReadsSparse();

    [ServerFact(CourierServer.Login)]
    public void Parts_come_by_themselves() => AssertReadsParts();

    [ServerFact(CourierServer.Login)]
    public void Uids_are_found_and_no_others() => AssertFindsUidsAlone();

    [ServerFact(CourierServer.Login)]
    public void Flags_change_where_the_mailbox_is_selected() => AssertMarksSeen();

    [ServerFact(CourierServer.Login)]
    public void Messages_are_changed_in_clear() => AssertChanges(TlsMode.None);

    [ServerFact(CourierServer.Login)]
    public void Messages_are_changed_inside_TLS() => AssertChanges(TlsMode.Implicit);

    [ServerFact(CourierServer.Login)]
    public void Mailboxes_are_listed_with_their_counts() => AssertLists();

    [ServerFact(CourierServer.Login)]
    public void Texts_are_found_whatever_they_are_encoded_in()
    {
        using var session = server.Open(TlsMode.StartTls);
        session.Examine(server.Mailbox);
        AssertFindsByFacts(session);
        AssertFindsNothingOfNothing(session);
        AssertFindsEncoded(session);
    }

    [ServerTheory(CourierServer.Login)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Mailboxes_are_made_renamed_and_removed(TlsMode tls) => AssertChangesFolders(tls);

    [ServerTheory(CourierServer.Login)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Messages_are_stored_as_they_are(TlsMode tls) => AssertAppends(tls);

    [ServerTheory(CourierServer.Login)]
    [InlineData(Vanishing.Expunged)]
    [InlineData(Vanishing.Deleted)]
    [InlineData(Vanishing.Unreadable)]
    public void A_message_that_is_gone_is_named_and_all_others_come(Vanishing vanishing) => AssertNamesTheMissing(vanishing);

    [ServerTheory(CourierServer.Login)]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public Task New_mail_is_told(TlsMode tls) => AssertHearsOfNewMail(tls);

    /// <summary>It says no more than that it cannot make it.</summary>
    protected override MailError ExistingMailbox => MailErrors.CommandRejected;

    public sealed class Sample : SampleServer
    {
        public override char Delimiter => '.';

        public override IReadOnlyList<string> Root => ["INBOX"];

        /// <summary>It ends every message with a line end.</summary>
        public override IReadOnlyList<SampleMessage> Messages =>
            [.. SampleMessage.All.Select(sample => sample.Index == SampleMessage.NoLineEnd ? SampleMessage.WithLineEnd : sample)];

        public override bool HasGroups => false;

        /// <summary>It counts an octet of the line end behind the text of an attached message.</summary>
        public override IReadOnlyList<string> StructureOf(SampleMessage sample) =>
            sample.Index == SampleMessage.Forwarded ? [.. sample.Structure.SkipLast(1), "2.1 text/plain 7"] : sample.Structure;

        protected override (string Name, string First, Func<long, string, string> Line) SparseList(long next) =>
            ("courierimapuiddb", $"1 1700000000 {next}", (uid, file) => $"{uid} {file}");

        protected override ImapEndpoint Start(TemporaryFolder folder, ServerCertificate certificate)
        {
            var server = new CourierServer(folder, certificate);
            return new(server, server.ImapPort, server.ImapsPort, server.MailFolder);
        }
    }
}
