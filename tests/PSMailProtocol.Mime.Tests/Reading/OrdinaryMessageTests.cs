using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class OrdinaryMessageTests
{
    private const string Ordinary = """
        Received: from a.example by b.example; Mon, 6 May 2024 07:08:10 +0200
        Received: from c.example by a.example; Mon, 6 May 2024 07:08:09 +0200
        From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@example.com>
        Sender: daemon@example.com
        To: Ann <ann@example.com>, "Example, Bob" <bob@example.com>
        Cc: list@example.com
        Reply-To: answers@example.com
        Subject: =?UTF-8?B?R3LDvMOfZQ==?= from
         the report
        Date: Mon, 6 May 2024 07:08:09 +0200
        Message-ID: <abc.123@example.com>
        In-Reply-To: <before@example.com>
        References: <first@example.com>
         <before@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        This is a multi-part message.
        --outer
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe, =
        Ann
        --inner
        Content-Type: text/html; charset=iso-8859-1
        Content-Transfer-Encoding: base64

        PGI+R3L832U8L2I+
        --inner--
        --outer
        Content-Type: application/pdf; name="report.pdf"
        Content-Disposition: attachment; filename="report.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0xLjQK
        --outer
        Content-Type: image/png
        Content-ID: <logo@example.com>
        Content-Disposition: inline; filename*=utf-8''l%C3%B6go.png
        Content-Transfer-Encoding: base64

        iVBORw==
        --outer
        Content-Type: message/rfc822

        From: inner@example.com
        Subject: inside

        The inner text.
        --outer--
        epilogue

        """;

    [Fact]
    public void Header_fields_are_objects()
    {
        var message = MessageText.Read(Ordinary);

        Assert.Equal("Jörg Müller <joerg@example.com>", Assert.Single(message.From).ToString());
        Assert.Equal("daemon@example.com", message.Sender!.Address);
        Assert.Equal(["Ann <ann@example.com>", "\"Example, Bob\" <bob@example.com>"], message.To.Select(address => address.ToString()));
        Assert.Equal("list@example.com", Assert.Single(message.Cc).Address);
        Assert.Equal("answers@example.com", Assert.Single(message.ReplyTo).Address);
        Assert.Empty(message.Bcc);
        Assert.Equal("Grüße from the report", message.Subject);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)), message.Date);
        Assert.Equal("abc.123@example.com", message.MessageId);
        Assert.Equal("before@example.com", message.InReplyTo);
        Assert.Equal(["first@example.com", "before@example.com"], message.References);
        Assert.Equal(2, message.Headers.GetAll("received").Count);
        Assert.Null(message.Headers["X-Absent"]);
        Assert.Equal("1.0", message.Headers["mime-version"]);
    }

    [Fact]
    public void Bodies_and_attachments_are_found_and_decoded()
    {
        var message = MessageText.Read(Ordinary);

        Assert.Equal("Grüße, Ann", message.TextBody);
        Assert.Equal("<b>Grüße</b>", message.HtmlBody);
        Assert.Equal(3, message.Attachments.Count);

        var report = message.Attachments[0];
        Assert.Equal(("report.pdf", "application/pdf", 9L, false), (report.FileName, report.ContentType, report.Size, report.IsInline));
        Assert.Equal("%PDF-1.4\n", Encoding.ASCII.GetString(report.ToArray()));
        Assert.Null(report.ContentId);

        var logo = message.Attachments[1];
        Assert.Equal(("lögo.png", "logo@example.com", true), (logo.FileName, logo.ContentId, logo.IsInline));
        using var copy = new MemoryStream();
        logo.OpenRead().CopyTo(copy);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], copy.ToArray());

        var inner = MessageText.ReadAttached(message.Attachments[2]);
        Assert.Equal(("inside", "The inner text.", "inner@example.com"), (inner.Subject, inner.TextBody, inner.From[0].Address));
        Assert.Equal("From: inner@example.com\r\nSubject: inside\r\n\r\nThe inner text.",
            Encoding.ASCII.GetString(message.Attachments[2].ToArray()));
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void A_field_knows_its_octets_and_its_place()
    {
        var octets = MessageText.Octets("A: 1\nSubject: =?utf-8?q?a?=\n b\n\nbody");
        var field = MessageText.Read(octets).Headers[1];

        Assert.Equal(("Subject", "a b", 6L), (field.Name, field.Value, field.Offset));
        Assert.Equal("Subject: =?utf-8?q?a?=\r\n b\r\n", Encoding.ASCII.GetString(field.GetRawBytes()));
    }

    [Fact]
    public void A_message_of_one_part_is_its_text()
    {
        var message = MessageText.Read("Subject: hi\nFrom: a@b\n\nline one\nline two\n");

        Assert.Equal("line one\r\nline two\r\n", message.TextBody);
        Assert.Null(message.HtmlBody);
        Assert.Empty(message.Attachments);
    }
}
