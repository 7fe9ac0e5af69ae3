using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>Several mailboxes of a user: what LIST, STATUS, SELECT and NAMESPACE say of them.</summary>
public sealed class ImapMailboxTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions
    {
        Mailboxes = new Dictionary<string, string> { ["Sent"] = @"\Sent", ["Project/2024/May"] = "", ["Entwürfe & mehr"] = @"\Drafts" },
    });

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private SandboxMaildrop Mail => _sandbox.Mailbox("alice");

    private RawDialogue LogIn()
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.StartsWith("A OK", client.AskImap("LOGIN alice secret")[^1]);
        return client;
    }

    [Theory]
    [InlineData("LIST \"\" \"\"", "(\\Noselect) \"/\" \"\"")]
    [InlineData("LIST \"\" *",
        "(\\HasNoChildren) \"/\" INBOX",
        "(\\HasNoChildren \\Drafts) \"/\" \"Entw&APw-rfe &- mehr\"",
        "(\\NonExistent \\Noselect \\HasChildren) \"/\" Project",
        "(\\NonExistent \\Noselect \\HasChildren) \"/\" Project/2024",
        "(\\HasNoChildren) \"/\" Project/2024/May",
        "(\\HasNoChildren \\Sent) \"/\" Sent")]
    [InlineData("LIST \"\" p%", null)]
    [InlineData("LIST \"\" P%", "(\\NonExistent \\Noselect \\HasChildren) \"/\" Project")]
    [InlineData("LIST \"\" Project/%/%", "(\\HasNoChildren) \"/\" Project/2024/May")]
    [InlineData("LIST Project/ *", "(\\NonExistent \\Noselect \\HasChildren) \"/\" Project/2024",
        "(\\HasNoChildren) \"/\" Project/2024/May")]
    [InlineData("LIST \"\" in%x", "(\\HasNoChildren) \"/\" INBOX")]
    [InlineData("LIST in *ox", "(\\HasNoChildren) \"/\" INBOX")]
    [InlineData("LIST \"\" {10+}\r\nEntw&APw-*", "(\\HasNoChildren \\Drafts) \"/\" \"Entw&APw-rfe &- mehr\"")]
    [InlineData("LIST \"\" (INBOX Sent)", "(\\HasNoChildren) \"/\" INBOX", "(\\HasNoChildren \\Sent) \"/\" Sent")]
    [InlineData("LIST (SPECIAL-USE) \"\" *",
        "(\\HasNoChildren \\Drafts) \"/\" \"Entw&APw-rfe &- mehr\"", "(\\HasNoChildren \\Sent) \"/\" Sent")]
    [InlineData("LIST (SUBSCRIBED) \"\" *",
        "(\\HasNoChildren \\Subscribed) \"/\" INBOX", "(\\HasNoChildren \\Subscribed) \"/\" Project/2024/May",
        "(\\HasNoChildren \\Subscribed \\Sent) \"/\" Sent")]
    [InlineData("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" P%",
        "(\\NonExistent \\Noselect \\HasChildren) \"/\" Project (\"CHILDINFO\" (\"SUBSCRIBED\"))")]
    [InlineData("LIST () \"\" INBOX RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)", "(\\HasNoChildren \\Subscribed) \"/\" INBOX")]
    [InlineData("LSUB \"\" P*", "LSUB () \"/\" Project/2024/May")]
    [InlineData("LIST \"\" INBOX RETURN (STATUS (MESSAGES UNSEEN SIZE))",
        "(\\HasNoChildren) \"/\" INBOX", "STATUS INBOX (MESSAGES 2 UNSEEN 1 SIZE 3)")]
    [InlineData("STATUS inbox (MESSAGES UNSEEN UIDNEXT RECENT SIZE)", "STATUS INBOX (MESSAGES 2 UNSEEN 1 UIDNEXT 3 RECENT 0 SIZE 3)")]
    [InlineData("STATUS \"Entw&APw-rfe &- mehr\" (MESSAGES)", "STATUS \"Entw&APw-rfe &- mehr\" (MESSAGES 0)")]
    [InlineData("NAMESPACE", "NAMESPACE ((\"\" \"/\")) NIL NIL")]
    public void AreListed(string command, params string?[]? responses)
    {
        Mail.Deliver("a"u8.ToArray(), flags: [@"\Seen"]);
        Mail.Deliver("bc"u8.ToArray());
        Mail.Mailbox("Entwürfe & mehr").IsSubscribed = false;
        foreach (var piece in RawDialogue.Pieces)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Add(SandboxFault.SplitWrites(SandboxProtocol.Imap, piece));
            using var client = LogIn();
            var lines = client.AskImap(command, piece);
            Assert.StartsWith("A OK", lines[^1]);
            Assert.Equal((responses ?? []).OfType<string>().Select(r => r[0] == '(' ? "* LIST " + r : "* " + r), lines[..^1]);
        }
    }

    [Theory]
    [InlineData("LIST \"\"", "")]
    [InlineData("LIST (NONSENSE) \"\" *", "")]
    [InlineData("LIST \"\" * RETURN (NONSENSE)", "")]
    [InlineData("LIST \"\" * RETURN (STATUS (NONSENSE))", "")]
    [InlineData("LIST \"\" \"Entw\u00fcrfe\"", "")]
    [InlineData("STATUS INBOX (NONSENSE)", "")]
    [InlineData("STATUS Nowhere (NONSENSE)", "")]
    [InlineData("NAMESPACE x", "")]
    [InlineData("NAMESPACE", "NAMESPACE")]
    [InlineData("UNSELECT", "UNSELECT")]
    [InlineData("LIST () \"\" *", "LIST-EXTENDED")]
    [InlineData("LIST \"\" (a b)", "LIST-EXTENDED")]
    [InlineData("LIST \"\" * RETURN (STATUS (MESSAGES))", "LIST-STATUS")]
    [InlineData("LIST (SPECIAL-USE) \"\" *", "SPECIAL-USE")]
    [InlineData("STATUS INBOX (SIZE)", "STATUS=SIZE")]
    public void WhatBreaksTheGrammarOrIsWithheldIsRefused(string command, string withheld)
    {
        if (withheld.Length > 0)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, withheld));
        using var client = LogIn();
        Assert.StartsWith("A BAD", client.AskImap(command)[^1]);
    }

    [Fact]
    public void AttributesGoWithTheirCapabilities()
    {
        foreach (var capability in new[] { "SPECIAL-USE", "CHILDREN", "LIST-EXTENDED" })
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, capability));
        using var client = LogIn();
        Assert.Equal(["* LIST () \"/\" Sent", "A OK LIST completed"], client.AskImap("LIST \"\" Sent"));
        Assert.Equal(["* LIST (\\Noselect) \"/\" Project", "A OK LIST completed"], client.AskImap("LIST \"\" Project"));
    }

    [Fact]
    public void MailLiesInTheMailboxThatItWasPutInto()
    {
        var old = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(-5));
        Mail.Mailbox("Entwürfe & mehr").Deliver("old"u8.ToArray(), old, flags: ["$Job", @"\Flagged"]);
        Assert.Same(Mail.Mailbox("Entwürfe & mehr"), Mail.Mailbox(@"\drafts"));
        Assert.Throws<ArgumentException>(() => Mail.Mailbox(@"\Junk"));
        using var client = LogIn();
        Assert.Contains("* 0 EXISTS", client.AskImap("SELECT INBOX"));
        Assert.Contains("* 0 EXISTS", client.AskImap("SELECT Sent"));
        var lines = client.AskImap("SELECT \"Entw&APw-rfe &- mehr\"");
        Assert.Contains("* 1 EXISTS", lines);
        Assert.Contains(@"* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Job)", lines);
        Assert.Contains($"* OK [UIDVALIDITY {Mail.Mailbox(@"\Drafts").UidValidity}] UIDs valid", lines);
        Assert.Equal(
            [@"* 1 FETCH (UID 1 FLAGS ($Job \Flagged) INTERNALDATE ""03-Feb-2001 04:05:06 -0500"")", "A OK FETCH completed"],
            client.AskImap("UID FETCH 1 (FLAGS INTERNALDATE)"));
    }

    [Fact]
    public void ANamespaceCanHaveAPrefixAndAnotherDelimiter()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MailboxPrefix = "INBOX.", MailboxDelimiter = '.' });
        using var client = RawDialogue.Open(sandbox, sandbox.ImapPort);
        client.AskImap("LOGIN alice secret");
        Assert.Equal("* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL", client.AskImap("NAMESPACE")[0]);
        Assert.Equal("* LIST (\\HasChildren) \".\" INBOX", client.AskImap("LIST \"\" %")[0]);
        Assert.Equal("* LIST (\\HasNoChildren \\Sent) \".\" INBOX.Sent", client.AskImap("LIST INBOX. Sen*")[0]);
        Assert.StartsWith("A OK", client.AskImap("SELECT INBOX.Sent")[^1]);
    }

    [Fact]
    public void SubscriptionsChange()
    {
        using var client = LogIn();
        Assert.StartsWith("A OK", client.AskImap("UNSUBSCRIBE Sent")[^1]);
        Assert.False(Mail.Mailbox("Sent").IsSubscribed);
        Assert.StartsWith("A OK", client.AskImap("SUBSCRIBE Sent")[^1]);
        Assert.True(Mail.Mailbox("Sent").IsSubscribed);
        Assert.StartsWith("A NO [NONEXISTENT]", client.AskImap("SUBSCRIBE Nowhere")[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASelectedMailboxThatIsNotWhatItWasEndsTheSession(bool removed)
    {
        var sent = Mail.Mailbox("Sent");
        var first = sent.Deliver("a"u8.ToArray());
        var second = sent.Deliver("b"u8.ToArray());
        sent.Remove([first]);
        using var client = LogIn();
        client.AskImap("SELECT Sent");
        var before = sent.UidValidity;
        if (removed)
            Assert.True(Mail.RemoveMailbox("Sent"));
        else
            sent.RenewUids();
        Assert.Equal("* BYE The selected mailbox is not what it was", client.Ask("A NOOP"));
        Assert.Null(client.TryReadLine());
        using var again = LogIn();
        var lines = again.AskImap("SELECT Sent");
        if (removed)
        {
            Assert.StartsWith("A NO [NONEXISTENT]", lines[^1]);
            return;
        }

        Assert.NotEqual(before, sent.UidValidity);
        Assert.Contains($"* OK [UIDVALIDITY {sent.UidValidity}] UIDs valid", lines);
        Assert.Equal(1u, second.Uid);
    }

    [Fact]
    public void FlagsThatOthersChangeAreTold()
    {
        var message = Mail.Deliver("a"u8.ToArray());
        using var client = LogIn();
        client.AskImap("SELECT INBOX");
        message.SetFlag(@"\Flagged");
        Assert.Equal([@"* 1 FETCH (FLAGS (\Flagged))", "A OK completed"], client.AskImap("NOOP"));
        Assert.Equal(["A OK completed"], client.AskImap("NOOP"));
    }
}
