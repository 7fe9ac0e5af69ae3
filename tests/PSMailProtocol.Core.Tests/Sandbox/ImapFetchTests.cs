using System;
using System.Globalization;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>What FETCH tells of a message's inside, however the dialogue is cut into pieces.</summary>
public sealed class ImapFetchTests : IDisposable
{
    private const string Nested =
        "From: =?utf-8?q?J=C3=B6rg?= <j@example.com>\r\nTo: a@b, \"Last, F.\" <@relay:f@c>, list: x@y, Z <z@y>;\r\nSubject: a \"b\"\r\n " +
        "folded\r\n" +
        "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b " +
        "1\"\r\n\r\n" +
        "preamble\r\n" +
        "--b 1\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Transfer-Encoding: " +
        "quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n=00\r\n" +
        "--b 1\r\nContent-Type: message/rfc822\r\nContent-Description: inner\r\n\r\n" +
        "Subject: in\r\nFrom: in@side\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nplain\r\n--c\r\nContent-Type: " +
        "text/html\r\n\r\n<p>\r\n--c--\r\n" +
        "\r\n--b 1\r\nContent-Type: application/pdf; name*=utf-8''%e2%82%ac.pdf\r\nContent-ID: <pdf>\r\nContent-Language: de, en\r\n" +
        "Content-Disposition: attachment; filename=\"a \\\"b\\\".pdf\" (comment)\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n" +
        "--b 1\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: x-odd\r\n\r\nodd\r\n--b 1--\r\n";

    private const string NestedEnvelope =
        "(\"Mon, 1 Jan 2024 00:00:00 +0000\" \"a \\\"b\\\" folded\" ((\"=?utf-8?q?J=C3=B6rg?=\" NIL \"j\" \"example.com\")) " +
        "((\"=?utf-8?q?J=C3=B6rg?=\" NIL \"j\" \"example.com\")) ((\"=?utf-8?q?J=C3=B6rg?=\" NIL \"j\" \"example.com\")) " +
        "((NIL NIL \"a\" \"b\")(\"Last, F.\" \"@relay\" \"f\" \"c\")(NIL NIL \"list\" NIL)(NIL NIL \"x\" \"y\")(\"Z\" NIL \"z\" " +
        "\"y\")(NIL NIL NIL NIL)) " +
        "NIL NIL NIL \"<1@x>\")";

    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private RawDialogue Open(string message)
    {
        _sandbox.Mailbox("alice")
            .Deliver(Encoding.UTF8.GetBytes(message), DateTimeOffset.Parse("2024-02-29T23:30:00+02:00", CultureInfo.InvariantCulture));
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        client.AskImap("LOGIN alice secret");
        client.AskImap("EXAMINE INBOX");
        return client;
    }

    public static TheoryData<string, string> Items => new()
    {
        { "ENVELOPE", "ENVELOPE " + NestedEnvelope },
        { "BODYSTRUCTURE", "BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" 20 1 NIL NIL NIL NIL)" +
            "(\"message\" \"rfc822\" NIL NIL \"inner\" \"7bit\" 137 (NIL \"in\" ((NIL NIL \"in\" \"side\")) ((NIL NIL \"in\" \"side\")) " +
            "((NIL NIL \"in\" \"side\")) " +
            "NIL NIL NIL NIL NIL) ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 0 NIL NIL NIL NIL)(\"text\" " +
            "\"html\" NIL NIL NIL \"7bit\" 3 0 NIL NIL NIL NIL)" +
            " \"alternative\" (\"boundary\" \"c\") NIL NIL NIL) 12 NIL NIL NIL NIL)" +
            "(\"application\" \"pdf\" (\"name*\" \"utf-8''%e2%82%ac.pdf\") \"<pdf>\" NIL \"base64\" 8 NIL (\"attachment\" (\"filename\" " +
            "\"a \\\"b\\\".pdf\")) (\"de\" \"en\") NIL)" +
            "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"x-odd\" 3 0 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b 1\") NIL " +
            "NIL NIL)" },
        { "BODY", "BODY ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" 20 1)" +
            "(\"message\" \"rfc822\" NIL NIL \"inner\" \"7bit\" 137 (NIL \"in\" ((NIL NIL \"in\" \"side\")) ((NIL NIL \"in\" \"side\")) " +
            "((NIL NIL \"in\" \"side\")) " +
            "NIL NIL NIL NIL NIL) ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 0)(\"text\" \"html\" NIL NIL NIL " +
            "\"7bit\" 3 0) \"alternative\") 12)" +
            "(\"application\" \"pdf\" (\"name*\" \"utf-8''%e2%82%ac.pdf\") \"<pdf>\" NIL \"base64\" 8)" +
            "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"x-odd\" 3 0) \"mixed\")" },
        { "BODY.PEEK[1]", "BODY[1] {20}\r\nGr=C3=BC=C3=9Fe\r\n=00" },
        { "BODY.PEEK[1]<2.4>", "BODY[1]<2> {4}\r\n=C3=" },
        { "BODY.PEEK[1.MIME]",
            "BODY[1.MIME] {88}\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" },
        { "BODY.PEEK[2.HEADER.FIELDS (SUBJECT)]", "BODY[2.HEADER.FIELDS (SUBJECT)] {15}\r\nSubject: in\r\n\r\n" },
        { "BODY.PEEK[2.1]", "BODY[2.1] {5}\r\nplain" },
        { "BODY.PEEK[2.2.MIME]", "BODY[2.2.MIME] {27}\r\nContent-Type: text/html\r\n\r\n" },
        { "BODY.PEEK[2.TEXT]<0.7>", "BODY[2.TEXT]<0> {7}\r\n--c\r\n\r\n" },
        { "BODY.PEEK[1.1]", "BODY[1.1] NIL" },
        { "BODY.PEEK[9]", "BODY[9] NIL" },
        { "BODY.PEEK[3.HEADER]", "BODY[3.HEADER] NIL" },
        { "BINARY.PEEK[1]", "BINARY[1] ~{10}\r\nGr\u00c3\u00bc\u00c3\u009fe\r\n\0" },
        { "BINARY[3]<1.2>", "BINARY[3]<1> {2}\r\nPD" },
        { "BINARY.SIZE[3]", "BINARY.SIZE[3] 4" },
        { "BINARY.PEEK[9]", "BINARY[9] NIL" },
        { "PREVIEW", "PREVIEW {11}\r\nGr\u00c3\u00bc\u00c3\u009fe odd" },
        { "PREVIEW (LAZY)", "PREVIEW {11}\r\nGr\u00c3\u00bc\u00c3\u009fe odd" },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public void TellsOfPartsHoweverItIsCut(string item, string value)
    {
        foreach (var piece in RawDialogue.Pieces)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Add(SandboxFault.SplitWrites(SandboxProtocol.Imap, piece));
            using var client = Open(Nested);
            Assert.Equal($"* 1 FETCH ({value})\r\nA OK FETCH completed", string.Join("\r\n", client.AskImap($"FETCH 1 ({item})", piece)));
        }
    }

    [Theory]
    [InlineData("From: a\r\n\r\n", "((NIL NIL \"a\" \".MISSING-HOST-NAME.\"))")]
    [InlineData("From: a@b (The Name)\r\n\r\n", "((\"The Name\" NIL \"a\" \"b\"))")]
    [InlineData("From: \"q\\\"x\" <a @b>, , c@d\r\n\r\n", "((\"q\\\"x\" NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))")]
    [InlineData("From: undisclosed:;\r\n\r\n", "((NIL NIL \"undisclosed\" NIL)(NIL NIL NIL NIL))")]
    [InlineData("From: open: a@b\r\n\r\n", "((NIL NIL \"open\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL))")]
    [InlineData("From: J\u00f6rg <j@x>\r\n\r\n", "(({5}\r\nJ\u00c3\u00b6rg NIL \"j\" \"x\"))")]
    [InlineData("From:\r\n\r\n", "NIL")]
    [InlineData("X: y\r\n\r\n", "NIL")]
    public void AddressesAreReadAsServersDo(string message, string from)
    {
        using var client = Open(message);
        var lines = string.Join("\r\n", client.AskImap("FETCH 1 ENVELOPE"));
        Assert.Equal($"* 1 FETCH (ENVELOPE (NIL NIL {from} {from} {from} NIL NIL NIL NIL NIL))\r\nA OK FETCH completed", lines);
    }

    [Theory]
    [InlineData("A: b\r\n\r\n", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL)")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nx", "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\" NIL NIL NIL NIL)")]
    [InlineData("Content-Type: image/png\r\nContent-Location: there\r\nContent-MD5: m\r\n\r\nx",
        "(\"image\" \"png\" NIL NIL NIL \"7bit\" 1 \"m\" NIL NIL \"there\")")]
    public void AMessageOfOnePartHasAStructureToo(string message, string structure)
    {
        using var client = Open(message);
        Assert.Equal([$"* 1 FETCH (BODYSTRUCTURE {structure})", "A OK FETCH completed"], client.AskImap("FETCH 1 BODYSTRUCTURE"));
    }

    [Theory]
    [InlineData("1", "{1}\r\nx")]
    [InlineData("1.MIME", "{8}\r\nA: b\r\n\r\n")]
    [InlineData("2", "NIL")]
    [InlineData("1.1", "NIL")]
    public void TheBodyOfAMessageOfOnePartIsPartOne(string section, string content)
    {
        using var client = Open("A: b\r\n\r\nx");
        var lines = client.AskImap($"FETCH 1 BODY.PEEK[{section}]");
        Assert.Equal($"* 1 FETCH (BODY[{section}] {content})\r\nA OK FETCH completed", string.Join("\r\n", lines));
    }

    [Theory]
    [InlineData("FETCH 1 BINARY[4]", "", "NO [UNKNOWN-CTE]")]
    [InlineData("FETCH 1 BINARY[1]", "BINARY", "BAD")]
    [InlineData("FETCH 1 BINARY.SIZE[1]", "BINARY", "BAD")]
    [InlineData("FETCH 1 PREVIEW", "PREVIEW", "BAD")]
    [InlineData("ENABLE UTF8=ACCEPT", "ENABLE", "BAD")]
    [InlineData("ID NIL", "ID", "BAD")]
    public void WhatCannotBeGivenIsRefused(string command, string withheld, string completion)
    {
        if (withheld.Length > 0)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, withheld));
        using var client = Open(Nested);
        Assert.StartsWith("A " + completion, client.AskImap(command)[^1]);
    }

    [Fact]
    public void HtmlIsPreviewedAsText()
    {
        using var client =
            Open("Content-Type: text/html\r\n\r\n<style>p { x }</style><!-- no --><p>Fish &amp;\r\n chips</p> " + new string('x', 300));
        Assert.Equal($"* 1 FETCH (PREVIEW \"Fish & chips {new string('x', 187)}\")", client.AskImap("FETCH 1 PREVIEW")[0]);
    }

    [Fact]
    public void Utf8GoesQuotedWhereItIsAccepted()
    {
        using var client = Open("From: J\u00f6rg <j@x>\r\nSubject: \u20ac\r\n\r\n");
        _sandbox.Mailbox("alice").Mailbox("B\u00fccher");
        Assert.Equal("* LIST (\\HasNoChildren) \"/\" B&APw-cher", client.AskImap("LIST \"\" B*")[0]);
        Assert.Equal(["* ENABLED UTF8=ACCEPT", "A OK ENABLE completed"], client.AskImap("ENABLE UTF8=ACCEPT X-OTHER"));
        Assert.Contains(" \"\u00e2\u0082\u00ac\" ((\"J\u00c3\u00b6rg\" NIL \"j\" \"x\"))", client.AskImap("FETCH 1 ENVELOPE")[0]);
        Assert.Equal("* LIST (\\HasNoChildren) \"/\" \"B\u00c3\u00bccher\"", client.AskImap("LIST \"\" \"B\u00fc*\"")[0]);
        Assert.StartsWith("A OK", client.AskImap("SELECT \"B\u00fccher\"")[^1]);
    }

    [Fact]
    public void AServerCanAskForIdFirst()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { RequireImapId = true });
        using var client = RawDialogue.Open(sandbox, sandbox.ImapPort);
        client.AskImap("LOGIN a b");
        Assert.Equal("A NO SELECT Unsafe Login, ID comes first", client.AskImap("SELECT INBOX")[^1]);
        Assert.Equal(["* ID (\"name\" \"PSMailProtocol sandbox\")", "A OK ID completed"],
            client.AskImap("ID (\"name\" \"x\" \"version\" NIL)"));
        Assert.StartsWith("A OK", client.AskImap("SELECT INBOX")[^1]);
    }
}
