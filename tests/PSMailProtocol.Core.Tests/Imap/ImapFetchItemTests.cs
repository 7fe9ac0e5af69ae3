using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Items of FETCH as real servers send them. What cannot be read makes only itself missing.</summary>
public class ImapFetchItemTests
{
    private const string Tail = "NIL NIL NIL NIL NIL NIL NIL NIL)";

    public static IEnumerable<object[]> Envelopes => Deliveries.Times(
    [
        ["(\"Mon, 1 Jan 2026 00:00:00 +0000\" \"hi\" ((\"A B\" NIL \"a\" \"x.test\")) NIL NIL ((NIL NIL \"b\" \"y.test\")(NIL NIL \"c\" \"z.test\")) NIL NIL NIL \"<id@x>\")", "hi|A B <a@x.test>|b@y.test, c@z.test|<id@x>"],
        ["(NIL {5}\r\n\u00c3\u00a4 \"x " + Tail, "\u00e4 \"x|||"],
        ["(NIL \"\u00e4\" " + Tail, "\u00e4|||"],
        ["(NIL NIL ((\"<a@x.test>\" NIL \"A\" NIL)) NIL NIL NIL NIL NIL NIL NIL)", "|A <a@x.test>||"],
        ["(NIL NIL ((NIL NIL \"root\" \".MISSING-HOST-NAME.\")) NIL NIL ((NIL NIL \"b\" \"MISSING_DOMAIN\")) NIL NIL NIL NIL)", "|root|b|"],
        ["(NIL NIL NIL NIL NIL ((NIL NIL \"friends\" NIL)(NIL NIL \"b\" \"y.test\")(NIL NIL NIL NIL)(NIL NIL \"c\" \"z.test\")) NIL NIL NIL NIL)", "||friends: b@y.test, c@z.test|"],
        ["(NIL NIL (NIL (NIL NIL \"a\" \"x.test>\")) NIL NIL NIL NIL NIL)", "|a@x.test||"],
        ["(NIL NIL () NIL NIL () NIL NIL NIL)", "|||"],
        ["(NIL NIL ((\"A\" \"B\" NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)", "|A B <a@x.test>||"],
        ["(NIL hello  NIL NIL NIL NIL NIL  NIL NIL NIL )", "hello|||"],
    ]);

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void An_envelope_is_read_however_it_is_written(Delivery delivery, string item, string expected)
    {
        var envelope = Fetch(delivery, "ENVELOPE " + item).Envelope;

        Assert.NotNull(envelope);
        Assert.Equal(expected, string.Join('|', envelope.Subject, Show(envelope.From), Show(envelope.To), envelope.MessageId));
    }

    public static IEnumerable<object[]> Structures => Deliveries.Times(
    [
        ["(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"QUOTED-PRINTABLE\" 12 1 NIL NIL NIL NIL)", "1 text/plain 12"],
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"application\" \"pdf\" (\"name\" \"a.pdf\") NIL NIL \"base64\" 900 NIL (\"attachment\" (\"filename\" \"b.pdf\")) NIL) \"mixed\" (\"boundary\" \"x\") NIL NIL)",
            " multipart/mixed; 1 text/plain 5; 2 application/pdf 900 attachment b.pdf"],
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail + " (((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) \"related\")(\"image\" \"png\" NIL NIL NIL \"base64\" 9) \"mixed\") 12) \"mixed\")",
            " multipart/mixed; 1 text/plain 5; 2 message/rfc822 300; 2 multipart/mixed; 2.1 multipart/related; 2.1.1 text/html 7; 2.2 image/png 9"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail + " (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) 12)", "1 message/rfc822 300; 1.1 text/html 7"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail + " () 12)", "1 message/rfc822 300"],
        ["((\"message\" \"rfc822\" NIL NIL NIL \"base64\" 300 NIL (\"attachment\" (\"filename\" \"m.eml\")) NIL NIL) \"mixed\")", " multipart/mixed; 1 message/rfc822 300 attachment m.eml"],
        ["(NIL \"alternative\" (\"boundary\" \"x\") NIL NIL NIL)", " multipart/alternative"],
        ["(\"ALTERNATIVE\" (\"BOUNDARY\" \"x\") NIL NIL)", " multipart/alternative"],
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"ALTERNATIVE\") \"mixed\")", " multipart/mixed; 1 text/plain 5; 2 multipart/alternative"],
        ["(NIL NIL NIL NIL NIL \"7BIT\" 0 NIL NIL NIL NIL)", "1 application/octet-stream 0"],
        ["(\"X-ZIP\" NIL NIL NIL \"base64\" 8 NIL NIL NIL)", "1 application/x-zip 8"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" -1 -1 NIL NIL)", "1 text/plain"],
        ["(\"text\" \"plain\" NIL NIL NIL NIL 12.5 1)", "1 text/plain 12"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 NIL \"inline\" NIL)", "1 text/plain 5 inline"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 NIL (NIL NIL) NIL)", "1 text/plain 5"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 NIL ((\"attachment\" ((\"filename\" \"a.png\")))) NIL)", "1 image/png 9 attachment a.png"],
        ["(((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)))", "1 text/plain 5"],
        ["(()(\"image\" \"png\" NIL NIL NIL \"base64\" 9) \"mixed\")", " multipart/mixed; 1 application/octet-stream; 2 image/png 9"],
    ]);

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_structure_is_read_however_it_is_written(Delivery delivery, string item, string expected)
    {
        var structure = Fetch(delivery, "BODYSTRUCTURE " + item).Structure;

        Assert.NotNull(structure);
        Assert.Equal(expected, string.Join("; ", structure.All().Select(part =>
            $"{part.Section} {part.Type}/{part.Subtype} {part.Size} {part.Disposition} {part.DispositionParameter("filename")}".TrimEnd())));
    }

    [Theory]
    [InlineData("ENVELOPE NIL")]
    [InlineData("ENVELOPE (NIL)")]
    [InlineData("ENVELOPE (((((x)))))")]
    [InlineData("ENVELOPE (\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\" \"h\" \"i\" \"j\")")]
    [InlineData("ENVELOPE (NIL {300000}\r\n*)")]
    [InlineData("BODYSTRUCTURE NIL")]
    [InlineData("BODYSTRUCTURE ()")]
    [InlineData("BODYSTRUCTURE what")]
    [InlineData("ENVELOPE (*)")]
    public void One_that_cannot_be_read_makes_only_itself_missing(string item)
    {
        // The asterisk stands for what is more than the caps allow.
        item = item.Replace("*", item.Contains('{', StringComparison.Ordinal) ? new string('x', 300_000) : string.Join(' ', Enumerable.Repeat("NIL", 100_001)), StringComparison.Ordinal);

        var message = Fetch(Delivery.Whole, item);

        Assert.Null(message.Envelope);
        Assert.Null(message.Structure);
        Assert.Equal(5, message.Size);
        Assert.Null(message.Failure);
    }

    public static IEnumerable<object[]> Dates => Deliveries.Times(
    [
        ["\" 1-Feb-2026 03:04:05 +0100\"", "2026-02-01T03:04:05+01:00"],
        ["\"12-Feb-2026 19:50:00 +0300 MSK\"", "2026-02-12T19:50:00+03:00"],
        ["\"12-Feb-2026 19:50:00 -0930\"", "2026-02-12T19:50:00-09:30"],
        ["\"12-Feb-2026 19:50:00 GMT\"", "2026-02-12T19:50:00+00:00"],
        ["\"12-feb-2026 19:50:00\"", "2026-02-12T19:50:00+00:00"],
        ["\"00-Jan-0000 00:00:00 +0000\"", null!],
        ["\"31-Feb-2026 00:00:00 +0000\"", null!],
        ["\"12-Feb-2026 19:50:00 +9900\"", null!],
        ["NIL", null!],
        ["\"\"", null!],
    ]);

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_date_is_read_with_a_zone_s_name_or_without_a_zone(Delivery delivery, string item, string? expected) => Assert.Equal(
        expected, Fetch(delivery, "INTERNALDATE " + item).InternalDate?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Everything_else_that_is_offered_is_read(Delivery delivery)
    {
        var message = Fetch(delivery, "MODSEQ (917) PREVIEW \"first words\" X-GM-LABELS (\\Inbox \"a b\" \"\\\\Sent\") X-GM-MSGID 18446744073709551615 X-GM-THRID 5 "
            + "FLAGS (\\Seen $x []) BODY[1.2]<0> {3}\r\nabc BINARY[2] ~{2}\r\n\0\n X-NEW (a (b \"c)\" {1}\r\n() d)");

        Assert.Equal(917, message.ModSeq);
        Assert.Equal("first words", message.Preview);
        Assert.Equal(["\\Inbox", "a b", "\\Sent"], message.Labels);
        Assert.Equal(ulong.MaxValue, message.GmailMessageId);
        Assert.Equal(5ul, message.GmailThreadId);
        Assert.Equal(["\\Seen", "$x", "[]"], message.Flags);
        Assert.Equal(["BODY[1.2]<0>=abc", "BINARY[2]=\0\n"], message.Sections.Select(section => $"{section.Name}={section.Content!.Text()}"));
    }

    private static ImapFetchedMessage Fetch(Delivery delivery, string items)
    {
        var peer = new ScriptedPeer(delivery, "", (
            "A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n", $"* 3 FETCH ({items} UID 7 RFC822.SIZE 5)\r\nA001 OK done\r\n"));
        using var session = new ImapSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        return Assert.Single(session.FetchFacts([7]));
    }

    private static string Show(IEnumerable<ImapAddress> addresses) =>
        string.Join(", ", addresses.Select(address => (address.Group is null ? "" : address.Group + ": ") + address));
}
