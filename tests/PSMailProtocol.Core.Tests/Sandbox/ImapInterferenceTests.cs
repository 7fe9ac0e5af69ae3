using System;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>
/// What others do in the middle of a session or a command, commands that break off, and answers that are not as they should be.
/// </summary>
public sealed class ImapInterferenceTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();
    private readonly SandboxMailbox _inbox;
    private readonly SandboxMessage[] _messages;

    public ImapInterferenceTests()
    {
        _inbox = _sandbox.Mailbox("alice").Inbox;
        _messages = [Deliver("1"), Deliver("2"), Deliver("3")];
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private SandboxMessage Deliver(string text) => _inbox.Deliver(Encoding.ASCII.GetBytes(text));

    private RawDialogue Open()
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        client.AskImap("LOGIN alice secret");
        client.AskImap("SELECT INBOX");
        return client;
    }

    [Fact]
    public void OthersActBetweenTwoCommands()
    {
        _sandbox.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Imap, "UID FETCH", () => _inbox.Remove([_messages[1]])).Times(1));
        using var client = Open();
        Assert.Equal(["* SEARCH 1 2 3", "A OK SEARCH completed"], client.AskImap("UID SEARCH ALL"));
        Assert.Equal(
            ["* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)", "* 2 EXPUNGE", "A OK [EXPUNGEISSUED] Others removed some meanwhile"],
            client.AskImap("UID FETCH 1:3 UID"));
        Assert.Equal(["* 2 FETCH (UID 3)", "A OK FETCH completed"], client.AskImap("UID FETCH 2:3 UID"));
    }

    [Fact]
    public void OthersActWhileACommandIsAnswered()
    {
        _sandbox.Faults.Add(SandboxFault.Amid("FETCH", 1, () =>
        {
            _inbox.Remove([_messages[2]]);
            _messages[0].SetFlag(@"\Seen");
            Deliver("4");
        }));
        using var client = Open();
        Assert.Equal(
            ["* 1 FETCH (UID 1)", "* 2 FETCH (UID 2)", "* 4 EXISTS", @"* 1 FETCH (FLAGS (\Seen))",
                "A OK [EXPUNGEISSUED] Others removed some meanwhile"],
            client.AskImap("FETCH 1:3 UID"));
        Assert.Equal(["* 3 EXPUNGE", "A OK completed"], client.AskImap("NOOP"));
    }

    [Fact]
    public void UidsThatAreRenewedInTheMiddleEndTheSession()
    {
        _sandbox.Faults.Add(SandboxFault.Amid("UID FETCH", 1, _inbox.RenewUids));
        using var client = Open();
        client.Send("A UID FETCH 1:3 UID\r\n");
        Assert.Equal("* 1 FETCH (UID 1)\r\n* BYE The selected mailbox is not what it was\r\n", client.ReadToEnd());
    }

    [Theory]
    [InlineData("FETCH", "FETCH 1:3 UID", 2, "{tag} NO [SERVERBUG] No", false,
        "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\nA NO [SERVERBUG] No")]
    [InlineData("FETCH", "FETCH 1:3 UID", 0, "{tag} BAD No", false, "A BAD No")]
    [InlineData("FETCH", "FETCH 1:3 UID", 3, "{tag} NO No", false,
        "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\nA NO No")]
    [InlineData("FETCH", "FETCH 1:3 UID", 1, "* BYE\r\nA NO Lost", true, "* 1 FETCH (UID 1)\r\n* BYE\r\nA NO Lost")]
    [InlineData("FETCH", "FETCH 1:3 UID", 9, "{tag} NO No", false,
        "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\nA OK FETCH completed")]
    [InlineData("UID STORE", @"UID STORE 1:2 FLAGS (\Seen)", 1, "{tag} NO No", false, "* 1 FETCH (UID 1 FLAGS (\\Seen))\r\nA NO No")]
    [InlineData("LIST", "LIST \"\" *", 1, "{tag} NO No", false, "* LIST (\\HasNoChildren) \"/\" INBOX\r\nA NO No")]
    public void ACommandBreaksOff(string verb, string command, int responses, string line, bool closes, string heard)
    {
        _sandbox.Faults.Add(SandboxFault.BreakOff(verb, responses, line, closes));
        using var client = Open();
        Assert.Equal(heard, string.Join("\r\n", client.AskImap(command)));
        if (closes)
            Assert.Null(client.TryReadLine());
        else
            Assert.StartsWith("A OK", client.AskImap("NOOP")[^1]);
    }

    [Fact]
    public void AnswersCanBeOthers()
    {
        _sandbox.Faults.Add(SandboxFault.ChangeResponse("UID FETCH",
            r => r.Contains("UID 2") ? null : r.Replace("UID 1 ", "").Replace("{1}\r\n3", "NIL")));
        _sandbox.Faults.Add(SandboxFault.ChangeResponse("SEARCH", _ => "* SEARCH 4294967295"));
        using var client = Open();
        Assert.Equal("* 1 FETCH (BODY[] {1}\r\n1)\r\n* 3 FETCH (UID 3 BODY[] NIL)\r\nA OK FETCH completed",
            string.Join("\r\n", client.AskImap("UID FETCH 1:3 BODY.PEEK[]")));
        Assert.Equal(["* SEARCH 4294967295", "A OK SEARCH completed"], client.AskImap("SEARCH ALL"));
        Assert.Equal(["* 2 FETCH (UID 2)", "A OK FETCH completed"], client.AskImap("FETCH 2 UID"));
    }

    [Fact]
    public void OthersActBetweenTheCommandsOfPop3()
    {
        _sandbox.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Pop3, "PASS", () => _inbox.Remove([_messages[0]])));
        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        client.Ask("USER alice");
        Assert.Equal("+OK 2 messages", client.Ask("PASS x"));
    }
}
