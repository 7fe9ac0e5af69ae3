using System;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>
/// IMAP4rev2 and the extensions about searching, mod-sequences, quotas, literals and Gmail, each of which can be withheld.
/// </summary>
public sealed class ImapExtensionTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { OfferGmail = true, StorageQuota = 2048 });
    private readonly SandboxMailbox _inbox;

    public ImapExtensionTests()
    {
        _inbox = _sandbox.Mailbox("alice").Inbox;
        Deliver("From: bob@x\r\nMessage-ID: <1@x>\r\nSubject: one\r\n\r\nhay needle", @"\Seen");
        Deliver("From: carol@x\r\nMessage-ID: <2@x>\r\nReferences: <1@x> <9@x>\r\nSubject: two\r\n\r\nhay");
        Deliver("From: dave@x\r\nSubject: =?utf-8?q?gr=C3=BCn?=\r\n\r\nhay", @"\Deleted");
        Deliver("x\r\n\r\n").SetLabel("Büro");
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private SandboxMessage Deliver(string text, params string[] flags) =>
        _inbox.Deliver(Encoding.UTF8.GetBytes(text), DateTimeOffset.Now.AddHours(-1), flags: flags);

    private void Withhold(string capabilities)
    {
        foreach (var capability in capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, capability));
    }

    private RawDialogue Open(string select = "SELECT INBOX")
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.StartsWith("A OK", client.AskImap("LOGIN alice secret")[^1]);
        Assert.StartsWith("A OK", client.AskImap(select)[^1]);
        return client;
    }

    [Theory]
    [InlineData("SEARCH RETURN () ALL", "* ESEARCH (TAG \"A\") ALL 1:4")]
    [InlineData("UID SEARCH RETURN (ALL) OR 1 3:*", "* ESEARCH (TAG \"A\") UID ALL 1,3:4")]
    [InlineData("SEARCH RETURN (MIN MAX COUNT) NOT 1", "* ESEARCH (TAG \"A\") MIN 2 MAX 4 COUNT 3")]
    [InlineData("SEARCH RETURN (MIN COUNT ALL) SUBJECT nothing", "* ESEARCH (TAG \"A\") COUNT 0")]
    [InlineData("SEARCH RETURN (COUNT) CHARSET UTF-8 SUBJECT {5+}\r\ngr\u00fcn", "* ESEARCH (TAG \"A\") COUNT 1")]
    [InlineData("SEARCH YOUNGER 7200", "* SEARCH 1 2 3 4")]
    [InlineData("SEARCH OLDER 7200", "* SEARCH")]
    [InlineData("SEARCH X-GM-RAW \"hay -is:unread\"", "* SEARCH 1")]
    [InlineData("SEARCH X-GM-RAW \"from:carol subject:\\\"two\\\"\"", "* SEARCH 2")]
    [InlineData("SEARCH X-GM-RAW \"-has:attachment larger:40 after:2000/1/1 label:none\"", "* SEARCH")]
    [InlineData("SEARCH X-GM-LABELS \"B&APw-ro\"", "* SEARCH 4")]
    [InlineData("FETCH 4 X-GM-LABELS", "* 4 FETCH (X-GM-LABELS (\"B&APw-ro\"))")]
    [InlineData("UID STORE 4 +X-GM-LABELS (\\Important a)", "* 4 FETCH (UID 4 X-GM-LABELS (\"a\" \"B&APw-ro\" \\Important))")]
    [InlineData("STORE 4 -X-GM-LABELS.SILENT (\"B&APw-ro\")")]
    [InlineData("GETQUOTAROOT Sent", "* QUOTAROOT Sent \"User quota\"", "* QUOTA \"User quota\" (STORAGE 1 2)")]
    [InlineData("GETQUOTA \"User quota\"", "* QUOTA \"User quota\" (STORAGE 1 2)")]
    [InlineData("STATUS INBOX (DELETED)", "* STATUS INBOX (DELETED 1)")]
    public void AnswersAreThoseOfTheExtension(string command, params string[] responses)
    {
        foreach (var piece in RawDialogue.Pieces)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Add(SandboxFault.SplitWrites(SandboxProtocol.Imap, piece));
            using var client = Open();
            var lines = client.AskImap(command, piece);
            Assert.StartsWith("A OK", lines[^1]);
            Assert.Equal(responses, lines[..^1]);
        }
    }

    [Theory]
    [InlineData("SEARCH RETURN () ALL", "ESEARCH", "BAD")]
    [InlineData("SEARCH RETURN (SAVE) ALL", "SEARCHRES", "BAD")]
    [InlineData("SEARCH RETURN (NONSENSE) ALL", "", "BAD")]
    [InlineData("SEARCH RETURN (MIN", "", "BAD")]
    [InlineData("SEARCH YOUNGER 1", "WITHIN", "BAD")]
    [InlineData("SEARCH MODSEQ 1", "CONDSTORE", "BAD")]
    [InlineData("SEARCH X-GM-RAW x", "X-GM-EXT-1", "BAD")]
    [InlineData("SEARCH X-GM-MSGID 99999999999999999999", "", "BAD")]
    [InlineData("SEARCH CHARSET UTF-8 ALL", "CHARSET", "NO [BADCHARSET (US-ASCII)]")]
    [InlineData("SEARCH CHARSET US-ASCII ALL", "CHARSET", "OK")]
    [InlineData("SEARCH SUBJECT {5+}\r\ngr\u00fcn", "", "BAD")]
    [InlineData("FETCH 1 MODSEQ", "CONDSTORE", "BAD")]
    [InlineData("FETCH 1 UID (CHANGEDSINCE 1)", "CONDSTORE", "BAD")]
    [InlineData("STORE 1 (UNCHANGEDSINCE 1) FLAGS ()", "CONDSTORE", "BAD")]
    [InlineData("SELECT INBOX (CONDSTORE)", "CONDSTORE", "BAD")]
    [InlineData("SELECT INBOX (QRESYNC)", "", "BAD")]
    [InlineData("STATUS INBOX (HIGHESTMODSEQ)", "CONDSTORE", "BAD")]
    [InlineData("STATUS INBOX (DELETED)", "IMAP4rev2", "BAD")]
    [InlineData("FETCH 1 X-GM-LABELS", "X-GM-EXT-1", "BAD")]
    [InlineData("STORE 1 X-GM-LABELS (x)", "X-GM-EXT-1", "BAD")]
    [InlineData("GETQUOTAROOT INBOX", "QUOTA", "BAD")]
    [InlineData("GETQUOTAROOT Nowhere", "", "NO [NONEXISTENT]")]
    [InlineData("GETQUOTA \"\"", "", "NO [NONEXISTENT]")]
    [InlineData("UID EXPUNGE 1", "UIDPLUS", "BAD")]
    public void WhatIsWithheldIsUnknown(string command, string withheld, string completion)
    {
        Withhold(withheld);
        using var client = Open();
        Assert.StartsWith("A " + completion, client.AskImap(command)[^1]);
    }

    [Theory]
    [InlineData("", 5000, "A OK")]
    [InlineData("LITERAL+", 10, "A OK")]
    [InlineData("LITERAL+", 5000, "* BYE")]
    [InlineData("LITERAL+ LITERAL- IMAP4rev2", 10, "A BAD")]
    public void LiteralsThatAreNotAskedForAreTakenAsOffered(string withheld, int size, string answer)
    {
        Withhold(withheld);
        using var client = Open();
        client.Send($"A SEARCH SUBJECT {{{size}+}}\r\n");
        if (answer == "A OK")
            client.Send(new string('x', size) + "\r\n");
        var line = client.ReadLine();
        Assert.StartsWith(answer, line == "* SEARCH" ? client.ReadLine() : line);
    }

    [Fact]
    public void OneOfTheTwoLiteralCapabilitiesIsNamed()
    {
        using (RawDialogue.Open(_sandbox, _sandbox.ImapPort, out var greeting))
            Assert.Matches(@" LITERAL\+ (?!LITERAL-)", greeting);
        Withhold("LITERAL+");
        using (RawDialogue.Open(_sandbox, _sandbox.ImapPort, out var greeting))
            Assert.Matches(" IMAP4rev2 LITERAL- ", greeting);
    }

    [Fact]
    public void ASavedResultStandsForItsMessages()
    {
        using var client = Open();
        Assert.Equal(["A OK SEARCH completed"], client.AskImap("SEARCH RETURN (SAVE) UNSEEN UNDELETED"));
        Assert.Equal(["* 2 FETCH (UID 2)", "* 4 FETCH (UID 4)", "A OK FETCH completed"], client.AskImap("UID FETCH $ UID"));
        Assert.Equal("* SEARCH 4", client.AskImap("SEARCH $ NOT SUBJECT two")[0]);
    }

    [Fact]
    public void GmailNumbersThreads()
    {
        using var client = Open();
        string Number(int message, string item) => client.AskImap($"FETCH {message} {item}")[0].Split(' ')[^1].TrimEnd(')');
        Assert.Equal(Number(1, "X-GM-MSGID"), Number(2, "X-GM-THRID"));
        Assert.NotEqual(Number(1, "X-GM-MSGID"), Number(2, "X-GM-MSGID"));
        Assert.Equal("* SEARCH 1 2", client.AskImap($"SEARCH X-GM-THRID {Number(1, "X-GM-THRID")}")[0]);
        Assert.Equal("* SEARCH 2", client.AskImap($"SEARCH X-GM-MSGID {Number(2, "X-GM-MSGID")}")[0]);
    }

    [Fact]
    public void ModSequencesTellWhatChanged()
    {
        using var client = Open("SELECT INBOX (CONDSTORE)");
        var before = _inbox.HighestModSeq;
        var lines = client.AskImap(@"STORE 1 +FLAGS.SILENT (\Flagged)");
        var first = _inbox.Messages[0].ModSeq;
        Assert.True(first > before);
        Assert.Equal([$"* 1 FETCH (MODSEQ ({first}))", "A OK STORE completed"], lines);
        _inbox.Messages[1].SetFlag(@"\Seen");
        var second = _inbox.Messages[1].ModSeq;
        Assert.Equal($@"* 2 FETCH (FLAGS (\Seen) MODSEQ ({second}))", client.AskImap("NOOP")[0]);
        Assert.Equal([$"* 2 FETCH (UID 2 MODSEQ ({second}))", "A OK FETCH completed"],
            client.AskImap($"UID FETCH 1:* (UID) (CHANGEDSINCE {first})"));
        Assert.Equal($"* SEARCH 1 2 (MODSEQ {second})", client.AskImap($"SEARCH MODSEQ \"/flags/\\\\seen\" all {first}")[0]);
        Assert.Equal($"* ESEARCH (TAG \"A\") COUNT 2 MODSEQ {second}", client.AskImap($"SEARCH RETURN (COUNT) MODSEQ {first}")[0]);
        Assert.StartsWith("A OK [MODIFIED 2] ", client.AskImap($@"STORE 1:2 (UNCHANGEDSINCE {first}) FLAGS.SILENT (\Draft)")[^1]);
        Assert.Equal([@"\Draft"], _inbox.Messages[0].Flags);
        Assert.Equal([@"\Seen"], _inbox.Messages[1].Flags);
        Assert.Equal($"* STATUS INBOX (HIGHESTMODSEQ {_inbox.HighestModSeq})", client.AskImap("STATUS INBOX (HIGHESTMODSEQ)")[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Revision2IsSpokenOnceItIsEnabledOrAlone(bool alone)
    {
        _sandbox.Mailbox("alice").Mailbox("Büro");
        if (alone)
            Withhold("IMAP4rev1 ESEARCH LIST-EXTENDED NAMESPACE");
        using var client = Open();
        if (!alone)
            Assert.Equal("* ENABLED IMAP4rev2", client.AskImap("ENABLE IMAP4rev2")[0]);
        Assert.Equal("* ESEARCH (TAG \"A\") UID ALL 1:4", client.AskImap("UID SEARCH ALL")[0]);
        Assert.Equal("* ESEARCH (TAG \"A\")", client.AskImap("SEARCH SUBJECT nothing")[0]);
        Assert.Equal("* ESEARCH (TAG \"A\") ALL 3", client.AskImap("SEARCH SUBJECT \"gr\u00fcn\"")[0]);
        Assert.StartsWith("A BAD", client.AskImap("SEARCH NEW")[^1]);
        Assert.StartsWith("A BAD", client.AskImap("FETCH 1 RFC822.TEXT")[^1]);
        Assert.StartsWith("A BAD", client.AskImap("STATUS INBOX (RECENT)")[^1]);
        Assert.StartsWith("A OK", client.AskImap("NAMESPACE")[^1]);
        Assert.StartsWith("A OK", client.AskImap("LIST () \"\" *")[^1]);
        var lines = client.AskImap("SELECT \"B\u00fcro\"");
        Assert.Equal("* OK [CLOSED] The other mailbox is closed", lines[0]);
        Assert.Contains("* LIST () \"/\" \"B\u00c3\u00bcro\"", lines);
        Assert.DoesNotContain("* 0 RECENT", lines);
    }

    [Fact]
    public void CharsetIsRefusedOnceUtf8IsAccepted()
    {
        using var client = Open();
        client.AskImap("ENABLE UTF8=ACCEPT");
        Assert.StartsWith("A BAD", client.AskImap("SEARCH CHARSET UTF-8 ALL")[^1]);
        Assert.Equal("* SEARCH 3", client.AskImap("SEARCH SUBJECT \"gr\u00fcn\"")[0]);
    }
}
