using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>COPY, MOVE, APPEND, CREATE, DELETE, RENAME and IDLE, each with what it refuses.</summary>
public sealed class ImapActingTests : IDisposable
{
    private readonly MailSandbox _sandbox =
        MailSandbox.Start(new MailSandboxOptions { MaximumMessageSize = 9_000_000, StorageQuota = 10_000_000 });
    private readonly SandboxMaildrop _mail;

    public ImapActingTests()
    {
        _mail = _sandbox.Mailbox("alice");
        for (var i = 1; i <= 4; i++)
            _mail.Deliver(Encoding.ASCII.GetBytes($"{i}"), new DateTimeOffset(2020, 1, i, 0, 0, 0, TimeSpan.Zero),
                flags: i == 2 ? [@"\Seen", "$Job"] : null);
        _mail.Mailbox("Sent").Deliver("s"u8.ToArray());
        _mail.Mailbox("Sent/2020").Deliver("t"u8.ToArray());
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private RawDialogue Open(string select = "SELECT INBOX")
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        client.AskImap("LOGIN alice secret");
        Assert.StartsWith("A OK", client.AskImap(select)[^1]);
        return client;
    }

    private string Texts(string mailbox) =>
        string.Join(" ", _mail.Mailbox(mailbox).Messages.Select(m => Encoding.ASCII.GetString(m.Octets)));

    [Fact]
    public void CopiesKeepDateAndFlags()
    {
        using var client = Open();
        var archive = _mail.Mailbox("Archive");
        Assert.Equal([$"A OK [COPYUID {archive.UidValidity} 2,4 1:2] COPY completed"], client.AskImap("UID COPY 2,4,9 Archive"));
        Assert.Equal(["2 4", "1 2 3 4"], [Texts("Archive"), Texts("INBOX")]);
        Assert.Equal(["$Job", @"\Seen"], archive.Messages[0].Flags);
        Assert.Equal(2, archive.Messages[0].InternalDate.Day);
    }

    [Fact]
    public void MovingTellsWhereToAndWhatIsGone()
    {
        using var client = Open();
        var trash = _mail.Mailbox(@"\Trash");
        Assert.Equal([$"* OK [COPYUID {trash.UidValidity} 1,3 1:2] Moved", "* 3 EXPUNGE", "* 1 EXPUNGE", "A OK MOVE completed"],
            client.AskImap("MOVE 1,3 Trash"));
        Assert.Equal(["1 3", "2 4"], [Texts("Trash"), Texts("INBOX")]);
    }

    [Fact]
    public void WithoutUidPlusNobodyTells()
    {
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, "UIDPLUS"));
        using var client = Open();
        Assert.Equal(["A OK COPY completed"], client.AskImap("COPY 1 Archive"));
        Assert.Equal(["* 1 EXPUNGE", "A OK MOVE completed"], client.AskImap("UID MOVE 1 Archive"));
        Assert.Equal(["A OK APPEND completed"], client.AskImap("APPEND Archive {1+}\r\nx"));
    }

    [Fact]
    public void MovingCanBreakOffInTheMiddle()
    {
        _sandbox.Faults.Add(SandboxFault.BreakOff("UID MOVE", 2, "* BYE Gone", closes: true));
        using var client = Open();
        client.Send("A UID MOVE 1:4 Archive\r\n");
        Assert.Equal("* BYE Gone\r\n", client.ReadToEnd());
        Assert.Equal(["1 2", "3 4"], [Texts("Archive"), Texts("INBOX")]);
    }

    [Theory]
    [InlineData("APPEND Sent {3}\r\nnew", "", "2020-01-01", "new")]
    [InlineData("APPEND Sent (\\Seen $Job) \" 3-Feb-2001 04:05:06 -0500\" {3+}\r\nnew", "$Job \\Seen", "2001-02-03", "new")]
    [InlineData("APPEND Sent () \"03-Feb-2001 04:05:06 -0500\" ~{3+}\r\nn\0w", "", "2001-02-03", "n\0w")]
    public void AppendingPutsAMessageIn(string command, string flags, string date, string text)
    {
        using var client = Open();
        client.Send("A " + command.Split("\r\n")[0] + "\r\n");
        if (command.Contains("{3}"))
            Assert.Equal("+ Ready for literal", client.ReadLine());
        client.Send(command.Split("\r\n")[1] + "\r\n");
        var sent = _mail.Mailbox("Sent");
        Assert.Equal([$"A OK [APPENDUID {sent.UidValidity} 2] APPEND completed"], client.ReadImap());
        Assert.Equal(text, Encoding.ASCII.GetString(sent.Messages[1].Octets));
        Assert.Equal(flags, string.Join(" ", sent.Messages[1].Flags));
        if (date != "2020-01-01")
            Assert.Equal(date, sent.Messages[1].InternalDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Utf8IsAppendedOnceItIsEnabled()
    {
        using var client = Open();
        client.AskImap("ENABLE UTF8=ACCEPT");
        Assert.StartsWith("A OK [APPENDUID", client.AskImap("APPEND Sent UTF8 (~{3+}\r\nnew)")[^1]);
        Assert.Equal("s new", Texts("Sent"));
    }

    [Theory]
    [InlineData("COPY 1 Nowhere", "NO [TRYCREATE]")]
    [InlineData("COPY 9 Sent", "BAD")]
    [InlineData("UID MOVE 1 Nowhere", "NO [TRYCREATE]")]
    [InlineData("MOVE 1", "BAD")]
    [InlineData("APPEND Nowhere {1+}\r\nx", "NO [TRYCREATE]")]
    [InlineData("APPEND Sent {9000001}", "NO [TOOBIG]")]
    [InlineData("APPEND Sent (\\Seen {1+}\r\nx", "BAD")]
    [InlineData("APPEND Sent \"yesterday\" {1+}\r\nx", "BAD")]
    [InlineData("APPEND Sent \"no literal\"", "BAD")]
    [InlineData("APPEND Sent {1+}\r\nx y", "BAD")]
    [InlineData("APPEND Sent UTF8 (~{1+}\r\nx)", "BAD")]
    [InlineData("CREATE Sent", "NO [ALREADYEXISTS]")]
    [InlineData("CREATE inbox", "NO [ALREADYEXISTS]")]
    [InlineData("CREATE \"\"", "NO [CANNOT]")]
    [InlineData("CREATE X (USE (\\Nonsense))", "NO [USEATTR]")]
    [InlineData("DELETE Nowhere", "NO [NONEXISTENT]")]
    [InlineData("DELETE Inbox", "NO [CANNOT]")]
    [InlineData("RENAME Nowhere X", "NO [NONEXISTENT]")]
    [InlineData("RENAME Sent Trash", "NO [ALREADYEXISTS]")]
    [InlineData("RENAME Sent Sent/X", "NO [CANNOT]")]
    public void WhatCannotBeDoneIsRefused(string command, string completion)
    {
        using var client = Open();
        Assert.StartsWith("A " + completion, client.AskImap(command)[^1]);
        Assert.Equal(["1 2 3 4", "s", "t"], [Texts("INBOX"), Texts("Sent"), Texts("Sent/2020")]);
    }

    [Theory]
    [InlineData("MOVE 1 Sent", "MOVE")]
    [InlineData("IDLE", "IDLE")]
    [InlineData("CREATE X (USE (\\Sent))", "CREATE-SPECIAL-USE")]
    public void WhatIsWithheldIsUnknown(string command, string withheld)
    {
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, withheld));
        using var client = Open();
        Assert.StartsWith("A BAD", client.AskImap(command)[^1]);
    }

    [Fact]
    public void NothingMovesOutOfAMailboxThatIsOnlyRead()
    {
        using var client = Open("EXAMINE INBOX");
        Assert.StartsWith("A NO [READ-ONLY]", client.AskImap("MOVE 1 Sent")[^1]);
        Assert.StartsWith("A OK", client.AskImap("COPY 1 Sent")[^1]);
    }

    [Fact]
    public void TheQuotaIsKept()
    {
        _mail.Mailbox("Archive").Deliver(new byte[6_000_000]);
        using var client = Open("SELECT Archive");
        Assert.StartsWith("A NO [OVERQUOTA]", client.AskImap("COPY 1 Sent")[^1]);
        Assert.StartsWith("A NO [OVERQUOTA]", client.AskImap("APPEND Sent {6000000+}\r\n" + new string('x', 6_000_000))[^1]);
        Assert.StartsWith("* OK [COPYUID", client.AskImap("MOVE 1 Trash")[0]);
    }

    [Fact]
    public void MailboxesComeGoAndAreRenamed()
    {
        using var client = Open();
        Assert.StartsWith("A OK", client.AskImap("CREATE \"B&APw-ro/Neu/\" (USE (\\Flagged))")[^1]);
        Assert.Equal("Büro/Neu", _mail.Mailbox(@"\Flagged").Name);
        Assert.StartsWith("A OK", client.AskImap("RENAME Sent Gone")[^1]);
        Assert.Equal(["s", "t"], [Texts("Gone"), Texts("Gone/2020")]);
        Assert.Equal("* LIST (\\HasChildren \\Sent) \"/\" Gone", client.AskImap("LIST \"\" Gone")[0]);
        client.AskImap("SELECT Gone");
        Assert.StartsWith("A OK", client.AskImap("DELETE Gone")[^1]);
        Assert.StartsWith("A BAD", client.AskImap("FETCH 1 UID")[^1]);
        Assert.DoesNotContain(_mail.Mailboxes, m => m.Name == "Gone");
        Assert.StartsWith("A OK", client.AskImap("RENAME INBOX Old")[^1]);
        Assert.Equal(["1 2 3 4", ""], [Texts("Old"), Texts("INBOX")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdleTellsAtOnceWhatOthersDo(bool tls)
    {
        using var client = RawDialogue.Open(_sandbox, tls ? _sandbox.ImapsPort : _sandbox.ImapPort, tls);
        client.AskImap("LOGIN alice secret");
        client.AskImap("SELECT INBOX");
        Assert.Equal("+ idling", client.Ask("A IDLE"));
        _mail.Deliver("5"u8.ToArray());
        Assert.Equal("* 5 EXISTS", client.ReadLine());
        _mail.Messages[1].SetFlag(@"\Flagged");
        Assert.Equal(@"* 2 FETCH (FLAGS ($Job \Flagged \Seen))", client.ReadLine());
        _mail.Remove([_mail.Messages[0]]);
        Assert.Equal("* 1 EXPUNGE", client.ReadLine());
        client.Send("done\r\nB NOOP\r\n");
        Assert.Equal("A OK IDLE completed", client.ReadLine());
        Assert.Equal("B OK completed", client.ReadLine());
        client.Send("A IDLE\r\nDONE\r\n");
        Assert.Equal(["+ idling", "A OK IDLE completed"], client.ReadImap());
        Assert.Equal(["+ idling", "A BAD DONE ends it"], [client.Ask("A IDLE"), client.Ask("NOOP")]);
    }

    [Fact]
    public void IdleEndsWithItsMailboxOrTheSandbox()
    {
        using (var client = Open("SELECT Sent/2020"))
        {
            Assert.Equal("+ idling", client.Ask("A IDLE"));
            _mail.RemoveMailbox("Sent/2020");
            Assert.Equal("* BYE The selected mailbox is not what it was", client.ReadLine());
            Assert.Null(client.TryReadLine());
        }

        var sandbox = MailSandbox.Start();
        using var left = RawDialogue.Open(sandbox, sandbox.ImapPort);
        left.AskImap("LOGIN a b");
        Assert.Equal("+ idling", left.Ask("A IDLE"));
        sandbox.Dispose();
        Assert.Empty(sandbox.InternalFailures);
    }
}
