using System.Linq;
using PSMailProtocol.Tests.Pop3;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>An envelope written as the header fields that its server has taken apart.</summary>
public class ImapEnvelopeFieldsTests
{
    private const string Ann = "((\"Ann\" NIL \"ann\" \"x.test\"))";

    public static TheoryData<string, string, string> Envelopes { get; } = new()
    {
        { "a name is quoted", $"NIL NIL {Ann} NIL NIL NIL NIL NIL NIL NIL", "From: \"Ann\" <ann@x.test>" },
        { "what is in a name stays in it", "NIL NIL ((\"A \\\"B\\\" \\\\ <c@d>\" NIL \"e\" \"f\")) NIL NIL NIL NIL NIL NIL NIL",
            "From: \"A \\\"B\\\" \\\\ <c@d>\" <e@f>" },
        { "an encoded-word is none between quotes", "NIL NIL ((\"=?utf-8?q?J=C3=B6rg?= M.\" NIL \"j\" \"x\")) NIL NIL NIL NIL NIL NIL NIL",
            "From: =?utf-8?q?J=C3=B6rg?= \"M.\" <j@x>" },
        { "no name", "NIL NIL ((NIL NIL \"j\" \"x\")) NIL NIL NIL NIL NIL NIL NIL", "From: <j@x>" },
        { "no domain", "NIL NIL ((NIL NIL \"root\" \".MISSING-HOST-NAME.\")) NIL NIL NIL NIL NIL NIL NIL", "From: <root>" },
        { "several", $"NIL NIL NIL NIL NIL ((NIL NIL \"a\" \"x\")(NIL NIL \"b\" \"x\")) {Ann} NIL NIL NIL",
            "To: <a@x>, <b@x>|Cc: \"Ann\" <ann@x.test>" },
        { "what the server repeats is not the header's", $"NIL NIL {Ann} {Ann} {Ann} NIL NIL NIL NIL NIL", "From: \"Ann\" <ann@x.test>" },
        { "another sender and reply address", $"NIL NIL {Ann} ((NIL NIL \"s\" \"x\")) ((NIL NIL \"r\" \"x\")) NIL NIL NIL NIL NIL",
            "From: \"Ann\" <ann@x.test>|Sender: <s@x>|Reply-To: <r@x>" },
        { "the texts as they are", "\"Thu, 1 Jan 2026\" \"=?x?=\" NIL NIL NIL NIL NIL NIL \"<a@b>\" \"<c@d>\"",
            "Date: Thu, 1 Jan 2026|Subject: =?x?=|In-Reply-To: <a@b>|Message-ID: <c@d>" },
        { "no line end begins a field", "NIL {11}\r\nx\r\nBcc: y\r\n NIL NIL NIL NIL NIL NIL NIL NIL", "Subject: x  Bcc: y  " },
    };

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void Each_field_is_as_the_header_has_it(string what, string envelope, string expected)
    {
        _ = what;
        var peer = new AnsweringPeer(line => $"* 1 FETCH (UID 1 ENVELOPE ({envelope}))\r\n{line.Split(' ')[0]} OK\r\n", "");
        using var session = ImapFixture.Over(peer);

        var fetched = session.FetchEnvelopes([1], hasStructure: false).Single();

        Assert.Equal(expected, string.Join("|", fetched.Envelope!.ToFields().Select(field => $"{field.Key}: {field.Value}")));
    }
}
