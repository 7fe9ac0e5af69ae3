using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Tests.Mime.Reading;

namespace PSMailProtocol.Fuzz;

/// <summary>
/// What the fuzzer starts from: valid and half-valid mail, the messages of the tests' Cases, random trees and what Outlook
/// packs; and the tokens that its grammar turns on.
/// </summary>
internal static class FuzzSeeds
{
    private static readonly byte[][] Written = Octets(
        "From: a@b.example\nTo: \"Doe, J\" <c@d>, e@f (Comment)\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?w7w=?=\nDate: Mon, 6 May " +
        "2024 07:08:09 +0200\nMessage-ID: <x@y>\nReferences: <a@b>\n <c@d>\n\nHello\nworld\n",
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\nContent-Type: text/plain; " +
        "charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe=\n ende   \n--b\nContent-Type: application/pdf; " +
        "name*0*=utf-8''%e2%82; name*1*=%ac.pdf\nContent-Disposition: attachment; " +
        "filename=\"=?utf-8?b?4oKs?=.pdf\"\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgcICQ==\n--b--\nepilogue\n",
        "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nplain\n--x\nContent-Type: multipart/related; boundary=xx; " +
        "start=\"<r>\"\n\n--xx\nContent-ID: <i>\nContent-Type: image/png\n\n1\n--xx\nContent-ID: <r>\nContent-Type: " +
        "text/html\n\n<p>\n--xx--\n--x--\n",
        "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\n1\n--d\nContent-Type: message/rfc822\n\nContent-Type: " +
        "multipart/mixed; boundary=e\n\n--e\n\nin\n--d--\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nFailed.\n--r\nContent-Type: " +
        "message/delivery-status\n\nReporting-MTA: dns; mx.example\nArrival-Date: 6 May 24 1:2 EST\n\nOriginal-Recipient: " +
        "rfc822;a@b\nFinal-Recipient: rfc822;<c@d>\nAction: failed\nStatus: 5.1.1 (no)\nDiagnostic-Code: smtp; 550 5.1.1 " +
        "no\n--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o@p>\nSubject: s\n\n--r--\n",
        "Content-Type: multipart/report; boundary=r\n\n--r\nContent-Type: message/disposition-notification\n\nDisposition: " +
        "manual-action/MDN-sent-manually; displayed/error\nOriginal-Message-ID: <a@b>\nFinal-Recipient: rfc822; x@y\n\n--r--\n",
        "From user@host Mon May  6 07:08:09 2024\nReceived: from a (b [1.2.3.4]) by c with ESMTPS id 1 for <x@y>; Mon, 6 May 2024 " +
        "07:08:09 -0700 (PDT)\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> soft \n> break \n-- \nsig\n",
        "Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n#0V%T\n`\nend\n",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaW4KCmJvZHk=\n",
        "Subject: no body",
        "no header at all\njust text\n",
        "Content-Type: multipart/signed; boundary=\"s\"; micalg=pgp-sha256; protocol=\"application/pgp-signature\"\n\n--s\nContent-Type: " +
        "text/plain\n\nsigned  \n\n--s\nContent-Type: application/pgp-signature; name=signature.asc\n\n--s--\n",
        "Content-Type: text/html; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n//48AHAAPgA=\n");

    public static readonly byte[][] Addresses = Octets(
        "a@b", "Ann <a@b.example>, \"B, C\" <b@c>; d@e (Dee)", "Friends: a@b, c@d;, undisclosed-recipients:;", "<@r1,@r2:u@d>",
        "Doe, John <j@x>",
        "=?utf-8?q?Doe,_J?= <j@x>", "pete(his account)@silly.test(his host)", "1234   @   local(blah)  .machine .example",
        "\"=?utf-8?b?w7w=?=\" <u@x>",
        "a@b@c", "root", "\"unclosed <a@b>, c@d", "Name <a@b", "u@[IPv6:::1]", "mailto:a@b", "<<a@b>>", "a@b c@d <e@f> <g@h>", "(c (c) c",
        "J\u00FCrgen <j@x>");

    public static readonly byte[][] Dates = Octets(
        "Mon, 6 May 2024 07:08:09 +0200", "6 May 24 7:08 EST", "Monday, 06-May-24 07:08:09 GMT", "Mon May  6 07:08:09 2024",
        "2024-05-06T07:08:09.123Z", "5/6/2024 7:08:09 PM -0500",
        "Mon, 06 May 2024 07:08:09 (comment) Z", "Thu, 31 Feb 2024 25:61:61 +9999", "06.05.2024 07.08", "May 6, 2024 12:00 am",
        "6 May 124 00:00:60 GMT+0100");

    public static readonly byte[][] Texts = Octets(
        "=?utf-8?q?a?= =?utf-8?q?b?=", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "=?utf-8*en?q?=41_b c?=",
        "=?x-none?q?=FF?=", "a =?utf-8?q?b?=c =?", "=?us-ascii?b?====?=",
        "plain text\n folded\n\tagain", "\u00E9t\u00E9", "=?utf-7?q?+AOk-?=", "=?gb18030?b?1tDOxA==?=");

    public static readonly byte[][] Parameters = Octets(
        "text/plain; charset=utf-8; format=flowed", "multipart/mixed; boundary=\"a b\"",
        "x/y; name*0*=utf-8'en'a%20; name*1=\"b\"; name*3*=%63", "x/y; name=my file (1).pdf; size=1", "x/y; name=\"a \"b\" c\"; x=1",
        "x/y; name==?utf-8?q?=41?=; name*=iso-8859-1''%E9", "text/plain charset=utf-8", "/; ;;=;*=;a*=",
        "x/y; a*00000000000=1; a*99999999999=2; a*1*=3", "text/html; charset=\"utf-8", "x/y; filename=\"C:\\temp\\x.pdf\"");

    public static readonly byte[][] Tokens = Octets(
        "\n", "\r", "\r\n", "\n\n", " ", "\t", ":", ";", ",", "<", ">", "@", "(", ")", "\"", "\\", "=", "?", "=?", "?=", "=?utf-8?q?",
        "=?utf-8?b?", "--", "--b", "--b--", "\n--b\n", "\n--x\n", "\n--x--\n",
        "Content-Type: ", "multipart/mixed; boundary=b", "message/rfc822", "text/plain", "Content-Transfer-Encoding: base64\n",
        "quoted-printable", "From ", "From: ", "\0", "\u00FF", "\u00E2\u0082", "\u00EF\u00BB\u00BF",
        "*0*=", "*1=", "%41", "'", "''", "utf-8", "iso-2022-jp", "utf-7", "utf-16", "x-unknown", "gb2312", "99999999999", "-1", "Jan",
        "Mon", "GMT", "+0200", "begin 644 x\n", "end\n", "`");

    /// <summary>Whole messages.</summary>
    public static readonly byte[][] Messages = [.. Written, .. Cases(), .. Trees(), .. Winmails()];

    /// <summary>Fields by their names, with values to start from.</summary>
    public static readonly (string Name, byte[][] Values)[] Fields =
    [
        ("From", Addresses), ("To", Addresses), ("Sender", Addresses), ("Date", Dates), ("Subject", Texts), ("X-Text", Texts),
        ("Content-Type", Parameters), ("Content-Disposition", Parameters), ("References", Addresses), ("Message-ID", Addresses),
        ("Received", Octets("from a (b [1.2.3.4]) by c (d) with ESMTPS id 1 for <x@y>; Mon, 6 May 2024 07:08:09 -0700 (PDT)")),
        ("Content-Transfer-Encoding", Octets("base64", "quoted-printable (c)", "x-uuencode", "\"8bit\"; a")),
    ];

    private static IEnumerable<byte[]> Cases()
    {
        var assembly = typeof(FuzzSeeds).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".eml", System.StringComparison.Ordinal))
            .Order(System.StringComparer.Ordinal))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            using var octets = new MemoryStream();
            resource.CopyTo(octets);
            yield return octets.ToArray();
        }
    }

    private static IEnumerable<byte[]> Trees() =>
        Enumerable.Range(0, 60).Select(seed => Encoding.Latin1.GetBytes(new RandomTree(seed).Message));

    // Not in base64, so that a changed octet is one of the file.
    private static IEnumerable<byte[]> Winmails()
    {
        byte[] properties = [2, 0, 0, 0, 0x03, 0, 0x07, 0x30, 1, 0, 0, 0, 0x1E, 0, 0x01, 0x30, 1, 0, 0, 0, 2, 0, 0, 0, 0x41, 0, 0, 0];
        var head = Encoding.ASCII.GetBytes(
            "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        yield return [.. head, .. Winmail.Create("The text.", "report.pdf", "%PDF")];
        yield return [.. head, .. Winmail.Create("The text.", "report.pdf", "%PDF", properties)];
    }

    private static byte[][] Octets(params string[] texts) =>
        texts.Select(text => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n").Replace("\r\r\n", "\r\n"))).ToArray();
}
