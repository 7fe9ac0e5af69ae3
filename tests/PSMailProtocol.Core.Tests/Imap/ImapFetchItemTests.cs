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
        ["(\"Mon, 1 Jan 2026 00:00:00 +0000\" \"hi\" ((\"A B\" NIL \"a\" \"x.test\")) NIL NIL ((NIL NIL \"b\" \"y.test\")(NIL NIL \"c\" " +
            "\"z.test\")) NIL NIL NIL \"<id@x>\")", "hi|A B <a@x.test>|b@y.test, c@z.test|<id@x>"],
        ["(NIL {5}\r\n\u00c3\u00a4 \"x " + Tail, "\u00e4 \"x|||"],
        ["(NIL \"\u00e4\" " + Tail, "\u00e4|||"],
        ["(NIL NIL ((\"<a@x.test>\" NIL \"A\" NIL)) NIL NIL NIL NIL NIL NIL NIL)", "|A <a@x.test>||"],
        ["(NIL NIL ((NIL NIL \"root\" \".MISSING-HOST-NAME.\")) NIL NIL ((NIL NIL \"b\" \"MISSING_DOMAIN\")) NIL NIL NIL NIL)", "|root|b|"],
        ["(NIL NIL NIL NIL NIL ((NIL NIL \"friends\" NIL)(NIL NIL \"b\" \"y.test\")(NIL NIL NIL NIL)(NIL NIL \"c\" \"z.test\")) NIL NIL " +
            "NIL NIL)", "||friends: b@y.test, c@z.test|"],
        ["(NIL NIL (NIL (NIL NIL \"a\" \"x.test>\")) NIL NIL NIL NIL NIL)", "|a@x.test||"],
        ["(NIL NIL () NIL NIL () NIL NIL NIL)", "|||"],
        ["(NIL NIL ((\"A\" \"B\" NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)", "|A B <a@x.test>||"],
        ["(NIL hello  NIL NIL NIL NIL NIL  NIL NIL NIL )", "hello|||"],
        ["(NIL \"=?utf-8?Q?=C3=BC?=\" ((\"=?iso-8859-1?Q?J=FCrgen?=\" NIL \"j\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)",
            "=?utf-8?Q?=C3=BC?=|=?iso-8859-1?Q?J=FCrgen?= <j@x.test>||"],
        ["(NIL \"a \u00e4 \u00fc\" ((\"M\u00c3\u00bcller\" NIL \"m\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)",
            "a \u00e4 \u00fc|M\u00fcller <m@x.test>||"],
        ["(NIL {4}\r\na) b (({3}\r\nA B NIL {1}\r\na {6}\r\nx.test)) NIL NIL NIL NIL NIL NIL {5}\r\n<i@x>)", "a) b|A B <a@x.test>||<i@x>"],
        ["(NIL \"say \\\"hi\\\" \\\\ (\" NIL NIL NIL NIL NIL NIL NIL NIL)", "say \"hi\" \\ (|||"],
        ["(NIL 12 NIL NIL NIL NIL NIL NIL)", "12|||"],
        ["(nil nil nil nil nil nil nil nil nil nil)", "|||"],
        ["((NIL \"hi\" NIL NIL NIL NIL NIL NIL NIL NIL))", "hi|||"],
        ["(NIL NIL ((\"A\" \"@route.test\" \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL NIL NIL)", "|A <a@x.test>||"],
        ["(NIL NIL (((\"A\" NIL \"a\" \"x.test\")) ((NIL NIL \"b\" \"x.test\"))) NIL NIL NIL NIL NIL NIL NIL)",
            "|A <a@x.test>, b@x.test||"],
        ["(NIL NIL ((NIL NIL \"root\" NIL)) NIL NIL ((\"A\" NIL \"a\" NIL)) NIL NIL NIL NIL)", "|root|A <a>|"],
        ["(NIL NIL ((NIL NIL \"root\" NIL)(NIL NIL \"b\" \"y.test\")) NIL NIL ((NIL NIL \"a\" NIL)(NIL NIL \"g\" NIL)(NIL NIL \"b\" " +
            "\"y.test\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)", "|root, b@y.test|a, g: b@y.test|"],
        ["(NIL NIL NIL NIL NIL ((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL)", "|||"],
        ["(NIL NIL ((\"\" NIL \"\" \"\")) NIL NIL ((NIL NIL NIL NIL)) NIL NIL NIL NIL)", "|||"],
        ["(NIL NIL ((\"<a@x.test>\" NIL NIL NIL)) NIL NIL ((\"<a>\" NIL \"A\" NIL)) NIL NIL NIL NIL)", "|a@x.test|A <a>|"],
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
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"application\" \"pdf\" (\"name\" \"a.pdf\") NIL NIL \"base64\" 900 NIL " +
            "(\"attachment\" (\"filename\" \"b.pdf\")) NIL) \"mixed\" (\"boundary\" \"x\") NIL NIL)",
            " multipart/mixed; 1 text/plain 5; 2 application/pdf 900 attachment b.pdf"],
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail +
            " (((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) \"related\")(\"image\" \"png\" NIL NIL NIL \"base64\" 9) \"mixed\") 12) " +
            "\"mixed\")",
            " multipart/mixed; 1 text/plain 5; 2 message/rfc822 300; 2 multipart/mixed; 2.1 multipart/related; 2.1.1 text/html 7; 2.2 " +
            "image/png 9"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail + " (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) 12)",
            "1 message/rfc822 300; 1.1 text/html 7"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL \"inner\" " + Tail + " () 12)", "1 message/rfc822 300"],
        ["((\"message\" \"rfc822\" NIL NIL NIL \"base64\" 300 NIL (\"attachment\" (\"filename\" \"m.eml\")) NIL NIL) \"mixed\")",
            " multipart/mixed; 1 message/rfc822 300 attachment m.eml"],
        ["(NIL \"alternative\" (\"boundary\" \"x\") NIL NIL NIL)", " multipart/alternative"],
        ["(\"ALTERNATIVE\" (\"BOUNDARY\" \"x\") NIL NIL)", " multipart/alternative"],
        ["((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"ALTERNATIVE\") \"mixed\")",
            " multipart/mixed; 1 text/plain 5; 2 multipart/alternative"],
        ["(NIL NIL NIL NIL NIL \"7BIT\" 0 NIL NIL NIL NIL)", "1 application/octet-stream 0"],
        ["(\"X-ZIP\" NIL NIL NIL \"base64\" 8 NIL NIL NIL)", "1 application/x-zip 8"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" -1 -1 NIL NIL)", "1 text/plain"],
        ["(\"text\" \"plain\" NIL NIL NIL NIL 12.5 1)", "1 text/plain 12"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 NIL \"inline\" NIL)", "1 text/plain 5 inline"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 NIL (NIL NIL) NIL)", "1 text/plain 5"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 NIL ((\"attachment\" ((\"filename\" \"a.png\")))) NIL)",
            "1 image/png 9 attachment a.png"],
        ["(((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)))", "1 text/plain 5"],
        ["(()(\"image\" \"png\" NIL NIL NIL \"base64\" 9) \"mixed\")", " multipart/mixed; 1 application/octet-stream; 2 image/png 9"],
        ["(NIL(\"image\" \"png\" NIL NIL NIL \"base64\" 9) NIL (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) \"mixed\")",
            " multipart/mixed; 1 application/octet-stream; 2 image/png 9; 3 application/octet-stream; 4 text/html 7"],
        ["((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1)(\"image\" \"png\" NIL NIL NIL \"base64\" 9) NIL (\"boundary\" \"x\") NIL NIL)",
            " multipart/mixed; 1 text/html 7; 2 image/png 9"],
        ["((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1)(\"image\" \"png\" NIL NIL NIL \"base64\" 9))",
            " multipart/mixed; 1 text/html 7; 2 image/png 9"],
        ["(\"multipart\" \"mixed\" (\"boundary\" \"x\") NIL NIL \"7bit\" 0)", "1 multipart/mixed 0"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5)", "1 text/plain 5"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 NIL NIL (\"attachment\" (\"filename\" \"a.txt\")))",
            "1 text/plain 5 attachment a.txt"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 NIL (\"attachment\" (\"filename\" \"a.txt\")) NIL)",
            "1 text/plain 5 attachment a.txt"],
        ["(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 (\"attachment\" (\"filename\" \"a.txt\")) NIL)", "1 text/plain 5 attachment a.txt"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 1 NIL (\"attachment\" (\"filename\" \"a.png\")) NIL)",
            "1 image/png 9 attachment a.png"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 (\"attachment\" (\"filename\" \"a.png\")) NIL)", "1 image/png 9 attachment a.png"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 \"Q2hlY2sgSW50ZWdyaXR5IQ==\" (\"ATTACHMENT\" (\"FILENAME\" \"a.png\")) (\"en\" " +
            "\"de\") \"http://x.test\" (1 (2)))", "1 image/png 9 attachment a.png"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 NIL (\"attachment\" (((\"filename\" \"a.png\")))) NIL)",
            "1 image/png 9 attachment a.png"],
        ["(\"image\" \"png\" NIL NIL NIL \"base64\" 9 NIL (NIL (\"filename\" \"a.png\")) NIL)", "1 image/png 9 attachment a.png"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 NIL (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) 12 NIL (\"attachment\" " +
            "(\"filename\" \"m.eml\")))", "1 message/rfc822 300 attachment m.eml; 1.1 text/html 7"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) 12 NIL (\"attachment\" " +
            "(\"filename\" \"m.eml\")))", "1 message/rfc822 300 attachment m.eml; 1.1 text/html 7"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 NIL NIL 12 NIL (\"attachment\" (\"filename\" \"m.eml\")))",
            "1 message/rfc822 300 attachment m.eml"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 () () 12 NIL (\"attachment\" (\"filename\" \"m.eml\")))",
            "1 message/rfc822 300 attachment m.eml"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (what) (((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1)) \"mixed\") 12 " +
            "(\"attachment\" NIL))", "1 message/rfc822 300 attachment; 1 multipart/mixed; 1.1 text/html 7"],
        ["(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 300 (NIL NIL " + Tail +
            " (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 200 (NIL NIL " + Tail +
            " ((\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) \"mixed\") 8) 12)",
            "1 message/rfc822 300; 1.1 message/rfc822 200; 1.1 multipart/mixed; 1.1.1 text/html 7"],
        ["((\"message\" \"delivery-status\" NIL NIL NIL \"7bit\" 300 NIL (\"inline\" NIL))(\"message\" \"global\" NIL NIL NIL \"8bit\" " +
            "300 (NIL NIL " + Tail + " (\"text\" \"html\" NIL NIL NIL \"7bit\" 7 1) 12) \"report\")",
            " multipart/report; 1 message/delivery-status 300 inline; 2 message/global 300; 2.1 text/html 7"],
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

    public static IEnumerable<object[]> ParameterLists => Deliveries.Times(
    [
        ["(\"name\" \"a\" \"CHARSET\" \"x\")", "name=a CHARSET=x"],
        ["NIL", ""],
        ["()", ""],
        ["\"name\"", ""],
        ["(\"name\")", "name="],
        ["(\"name\" \"a\" \"odd\")", "name=a odd="],
        ["(\"name\" NIL NIL \"x\" \"b\" \"y\")", "name= b=y"],
        ["((\"name\" \"a\")(\"b\" \"y\"))", "name=a b=y"],
        ["(((\"name\" \"a\")))", "name=a"],
        ["(\"filename*0*\" \"utf-8''a%20\" \"filename*1*\" \"%C3%BC\" \"filename*2\" \".pdf\")",
            "filename*0*=utf-8''a%20 filename*1*=%C3%BC filename*2=.pdf"],
        ["(\"name\" \"=?utf-8?Q?=C3=BC?=\")", "name==?utf-8?Q?=C3=BC?="],
        ["(\"name\" \"\u00fc\")", "name=\u00fc"],
        ["(\"name\" {4}\r\na (b)", "name=a (b"],
    ]);

    [Theory]
    [MemberData(nameof(ParameterLists))]
    public void Parameters_keep_names_values_and_order(Delivery delivery, string list, string expected)
    {
        foreach (var item in new[] { $"(\"image\" \"png\" {list} NIL NIL \"base64\" 9)",
            $"((\"image\" \"png\" NIL NIL NIL \"base64\" 9) \"mixed\" {list})" })
            Assert.Equal(expected,
                string.Join(' ',
                    Fetch(delivery, "BODYSTRUCTURE " + item).Structure!.Parameters.Select(
                        parameter => $"{parameter.Key}={parameter.Value}")));

        var disposition =
            Fetch(delivery, $"BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"base64\" 9 NIL (\"attachment\" {list}))").Structure!;
        Assert.Equal("attachment", disposition.Disposition);
        Assert.Equal(expected,
            string.Join(' ', disposition.DispositionParameters.Select(parameter => $"{parameter.Key}={parameter.Value}")));
    }

    /// <summary>
    /// Items of one message, in which * stands for more than the caps allow. Behind some of them nothing of the answer can be read.
    /// </summary>
    public static IEnumerable<object[]> Unreadable => Deliveries.Times(
    [
        ["ENVELOPE NIL"],
        ["ENVELOPE (NIL)"],
        ["ENVELOPE (NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE what"],
        ["ENVELOPE \"what\""],
        ["ENVELOPE {4}\r\nwhat"],
        ["ENVELOPE (((((x)))))"],
        ["ENVELOPE (\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\" \"h\" \"i\" \"j\")"],
        ["ENVELOPE (NIL (\"a\") NIL NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL \"a@x.test\" NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL (\"a@x.test\") NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL (\"A\" NIL \"a\" \"x.test\") NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL ((NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL ((NIL NIL (\"a\") \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL ((NIL NIL \"UNEXPECTED_DATA_AFTER_ADDRESS\" \".SYNTAX-ERROR.\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL NIL ((\"A\" NIL \"MISSING_MAILBOX\" \"MISSING_DOMAIN\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL \"say \"hi\" now\" ((NIL NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL \"5\" TV\" ((NIL NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL \"5\" (TV)\" ((NIL NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL \"5\") TV\" ((NIL NIL \"a\" \"x.test\")) NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL \"open"],
        ["ENVELOPE (NIL \"open\\"],
        ["ENVELOPE (NIL NIL ((NIL NIL \"a\" \"x.test\")"],
        ["ENVELOPE ((("],
        ["ENVELOPE (NIL {x} NIL NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL {5 NIL NIL NIL NIL NIL NIL NIL NIL)"],
        ["ENVELOPE (NIL {} NIL {3}\r\na) (NIL)"],
        ["ENVELOPE (NIL {-1}"],
        ["ENVELOPE (NIL {300000}\r\n*)"],
        ["ENVELOPE (NIL \"*\")"],
        ["ENVELOPE (NIL *)"],
        ["ENVELOPE *"],
        ["ENVELOPE (NIL #)"],
        ["ENVELOPE %"],
        ["BODYSTRUCTURE NIL"],
        ["BODYSTRUCTURE ()"],
        ["BODYSTRUCTURE (())"],
        ["BODYSTRUCTURE what"],
        ["BODYSTRUCTURE (NIL)"],
        ["BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"image"],
        ["BODYSTRUCTURE ((\"text\" \"plain\" NIL"],
        ["BODYSTRUCTURE (\"text\" \"plain\" (\"name\" \"*\"))"],
        ["BODYSTRUCTURE (\"text\" #)"],
        ["BODYSTRUCTURE %"],
        ["X-NEW %"],
        ["X-NEW ((("],
        ["X-NEW \"open"],
        ["X-NEW {x}"],
        ["X-NEW"],
        ["INTERNALDATE (*)"],
        ["INTERNALDATE \"open"],
        ["INTERNALDATE (\"a\")"],
        ["FLAGS (\\Seen))))"],
        ["FLAGS \"*\""],
        ["RFC822.SIZE (1)"],
        ["MODSEQ ((("],
    ]);

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_cannot_be_read_makes_only_itself_missing(Delivery delivery, string item)
    {
        item = item
            .Replace("*", new string('x', 300_000), StringComparison.Ordinal)
            .Replace("#", string.Join(' ', Enumerable.Repeat("NIL", 100_001)), StringComparison.Ordinal)
            .Replace("%", new string('(', 100_000) + new string(')', 100_000), StringComparison.Ordinal);
        var peer = new ScriptedPeer(delivery, "", (
            "A001 UID FETCH 7:8 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
            $"* 3 FETCH (UID 7 RFC822.SIZE 5 {item})\r\n* 4 FETCH (UID 8 RFC822.SIZE 6)\r\nA001 OK done\r\n"));
        using var session = ImapFixture.Over(peer);

        var messages = session.FetchFacts([7, 8]);

        Assert.Null(messages[0].Envelope);
        Assert.Null(messages[0].Structure);
        Assert.Equal(item.StartsWith("RFC822.SIZE", StringComparison.Ordinal) ? null : 5, messages[0].Size);
        Assert.Equal(6, messages[1].Size);
        Assert.All(messages, message => Assert.Null(message.Failure));
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
        ["{26}\r\n12-Feb-2026 19:50:00 +0300", "2026-02-12T19:50:00+03:00"],
        ["\"12-Feb-2026 19:50:00 +0300 (MSK)\"", "2026-02-12T19:50:00+03:00"],
        ["\"2026-02-12T19:50:00Z\"", null!],
        ["\"01-Jan-9999 00:00:00 +0000\"", null!],
    ]);

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_date_is_read_with_a_zone_s_name_or_without_a_zone(Delivery delivery, string item, string? expected) => Assert.Equal(
        expected, Fetch(delivery, "INTERNALDATE " + item).InternalDate?.ToString("yyyy-MM-ddTHH:mm:sszzz",
            System.Globalization.CultureInfo.InvariantCulture));

    public static IEnumerable<object[]> Numbers => Deliveries.Times(
    [
        ["UID 7 RFC822.SIZE 5", "5  "],
        ["UID 7.0 RFC822.SIZE 5.25", "5  "],
        ["UID {1}\r\n7 RFC822.SIZE {2}\r\n12", "12  "],
        ["UID \"7\" RFC822.SIZE \"12\"", "12  "],
        ["UID 7 RFC822.SIZE -1 MODSEQ (-1) X-GM-MSGID -1", "  "],
        ["UID 7 RFC822.SIZE NIL MODSEQ NIL X-GM-MSGID NIL", "  "],
        ["UID 7 RFC822.SIZE 9223372036854775807 MODSEQ (9223372036854775807) X-GM-MSGID 18446744073709551615",
            "9223372036854775807 9223372036854775807 18446744073709551615"],
        ["UID 7 RFC822.SIZE 9223372036854775808 MODSEQ (9223372036854775808) X-GM-MSGID 18446744073709551616", "  "],
        ["UID 7 RFC822.SIZE 99999999999999999999999999 MODSEQ 12", " 12 "],
        ["UID -7 RFC822.SIZE 5", "UidNotFound"],
        ["UID 0 RFC822.SIZE 5", "UidNotFound"],
        ["UID seven RFC822.SIZE 5", "UidNotFound"],
        ["UID NIL RFC822.SIZE 5", "UidNotFound"],
        ["UID 4294967303 RFC822.SIZE 5", "UidNotFound"],
        ["UID 18446744073709551623 RFC822.SIZE 5", "UidNotFound"],
        ["ENVELOPE ((( UID 7 RFC822.SIZE 5", "MessageNotDelivered"],
    ]);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_that_is_none_is_not_known(Delivery delivery, string items, string expected)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
                $"* 3 FETCH ({items} INTERNALDATE \"12-Feb-2026 19:50:00 +0300\")\r\nA001 OK done\r\n"));
        using var session = ImapFixture.Over(peer);

        var message = Assert.Single(session.FetchFacts([7]));

        Assert.Equal(expected, message.Failure?.Error.Id ?? $"{message.Size} {message.ModSeq} {message.GmailMessageId}");
    }

    public static IEnumerable<object[]> FlagLists => Deliveries.Times(
    [
        ["(\\Seen $x [])", "\\Seen $x []"],
        ["()", ""],
        ["NIL", ""],
        ["(NIL)", ""],
        ["( \\Seen  \"\\\\Answered\" )", "\\Seen \\Answered"],
        ["\\Seen", ""],
        ["(\\Seen (x))", "\\Seen"],
        ["({2}\r\n$x)", "$x"],
    ]);

    [Theory]
    [MemberData(nameof(FlagLists))]
    public void Flags_are_words_however_they_are_written(Delivery delivery, string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', Fetch(delivery, "FLAGS " + list).Flags));

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Everything_else_that_is_offered_is_read(Delivery delivery)
    {
        var message = Fetch(delivery,
            "MODSEQ (917) PREVIEW \"first words\" X-GM-LABELS (\\Inbox \"a b\" \"\\\\Sent\") X-GM-MSGID 18446744073709551615 X-GM-THRID 5 "
            + "FLAGS (\\Seen $x []) BODY[1.2]<0> {3}\r\nabc BINARY[2] ~{2}\r\n\0\n X-NEW (a (b \"c)\" {1}\r\n() d)");

        Assert.Equal(917, message.ModSeq);
        Assert.Equal("first words", message.Preview);
        Assert.Equal(["\\Inbox", "a b", "\\Sent"], message.Labels);
        Assert.Equal(ulong.MaxValue, message.GmailMessageId);
        Assert.Equal(5ul, message.GmailThreadId);
        Assert.Equal(["\\Seen", "$x", "[]"], message.Flags);
        Assert.Equal(["BODY[1.2]<0>=abc", "BINARY[2]=\0\n"],
            message.Sections.Select(section => $"{section.Name}={section.Content!.Text()}"));
    }

    private static ImapFetchedMessage Fetch(Delivery delivery, string items)
    {
        var peer = new ScriptedPeer(delivery, "", (
            "A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n", $"* 3 FETCH ({items} UID 7 RFC822.SIZE 5)\r\nA001 OK done\r\n"));
        using var session = ImapFixture.Over(peer);
        return Assert.Single(session.FetchFacts([7]));
    }

    private static string Show(IEnumerable<ImapAddress> addresses) =>
        string.Join(", ", addresses.Select(address => (address.Group is null ? "" : address.Group + ": ") + address));
}
