using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Mime.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

public class MultipartTests
{
    // The tree as text: a leaf is its body in quotes, a multipart its subtype and parts, an attached message its parts in angle brackets.
    [Theory]
    [InlineData("--b\n\n1\n--b\n\n2\n--b--\n", "mixed('1' '2')")]
    [InlineData("preamble\n--b\n\n1\n--b--\nepilogue\n--b\n\n2\n", "mixed('1')")]
    [InlineData("--b\n\n1\n\n--b\n\n2\n--b--", "mixed('1\n' '2')")]
    [InlineData("--b\n\n--b\n\n--b--\n", "mixed('' '')")]
    [InlineData("--b\n--b\n--b--\n", "mixed('' '')", MimeDefect.MissingHeaderBodySeparator, MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("--b  \t\n\n1\n--b \n\n2\n--b-- \n", "mixed('1' '2')")]
    [InlineData("--b\nX: 1\n--b\n\n2\n--b--\n", "mixed('' '2')", MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("--b\nno header\n--b--\n", "mixed('no header')", MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("--b\n\n--bb\n---b\n --b\nx--b\n--b-\n--B\n-b\n--b--\n", "mixed('--bb\n---b\n --b\nx--b\n--b-\n--B\n-b')")]
    [InlineData("--b\n\n1\n--wrong--\n", "mixed('1\n--wrong--\n')", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\n\n1", "mixed('1')", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\n\n1\n--b", "mixed('1' '')", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nX: 1", "mixed('')", MimeDefect.TruncatedHeader, MimeDefect.MissingClosingBoundary)]
    [InlineData("--b--\n", "'--b--\n'")]
    [InlineData("only text\n", "'only text\n'", MimeDefect.BoundaryNotFound)]
    [InlineData("", "''", MimeDefect.BoundaryNotFound)]
    // Nesting: boundaries that begin alike, the inner one not closed, the inner one the same as the outer.
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\n1\n--bb\n\n2\n--bb--\n--b\n\n3\n--b--\n", "mixed(alternative('1' '2') '3')")]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=\"b--\"\n\n--b--\n\n1\n--b----\n--b\n\n3\n--b--\n", "mixed(alternative('1') '3')")]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\n1\n--b\n\n2\n--b--\n", "mixed(alternative('1') '2')", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\n1\n--b--\n--c--\n", "mixed(alternative('1'))", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--b--\n--b--\n", "mixed(alternative('1'))")]
    [InlineData("--b\nContent-Type: multipart/alternative\n\n--c\n\n1\n--b--\n", "mixed('--c\n\n1')", MimeDefect.MissingBoundary)]
    // Attached messages, and a digest of them.
    [InlineData("--b\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--b--\n", "mixed(<'inner'>)")]
    [InlineData("--b\nContent-Type: message/rfc822\n\nSubject: s\n--b--\n", "mixed(<''>)", MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n1\n--b\n\n2\n--b--\n", "mixed(<mixed('1')> '2')", MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nContent-Type: multipart/digest; boundary=c\n\n--c\n\nSubject: 1\n\none\n--c\nContent-Type: text/plain\n\ntwo\n--c--\n--b--\n", "mixed(digest(<'one'> 'two'))")]
    [InlineData("--b\nContent-Type: message/rfc822\n\n>From x@y Mon May  6 07:08:09 2024\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n1\n--c--\n--b--\n", "mixed(<mixed('1')>)", MimeDefect.InvalidHeader)]
    // Types that are not split.
    [InlineData("--b\nContent-Type: message/delivery-status\n\nA: 1\n\nB: 2\n--b\nContent-Type: text/rfc822-headers\n\nC: 3\n--b\nContent-Type: message/partial\n\nD: 4\n--b--\n", "mixed('A: 1\n\nB: 2' 'C: 3' 'D: 4')")]
    public void Trees(string body, string tree, params string[] defects)
    {
        var message = MessageText.Parse("From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n" + body);

        Assert.Equal(tree, Describe(message.Body));
        Assert.Equal(defects.Order(), message.Defects.Select(defect => defect.Name).Where(name => name != MimeDefect.MissingFrom).Order());
    }

    [Theory]
    [InlineData("multipart/mixed; boundary=\"a b\"", "a b")]
    [InlineData("multipart/mixed; boundary=\"a b  \"", "a b")]
    [InlineData("multipart/mixed; boundary=\"=_(x):/?'+,.\"", "=_(x):/?'+,.")]
    [InlineData("multipart/mixed; boundary==_x", "=_x")]
    [InlineData("multipart/mixed; boundary=\"--x\"", "--x")]
    [InlineData("multipart/mixed;\n boundary=x\n", "x")]
    [InlineData("MULTIPART/MIXED; BOUNDARY=X", "X")]
    public void Boundaries(string type, string boundary)
    {
        var message = MessageText.Parse("Content-Type: " + type.TrimEnd('\n') + "\n\n--" + boundary + "\n\n1\n--" + boundary + "--\n");

        Assert.Equal("mixed('1')", Describe(message.Body));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Line_ends(string lineEnd)
    {
        var text = "From: a@b|Content-Type: multipart/alternative; boundary=b||--b||1|--b|Content-Type: text/html||2|--b--|".Replace("|", lineEnd, System.StringComparison.Ordinal);
        var message = MimeMessage.Parse(Encoding.ASCII.GetBytes(text));

        Assert.Equal(("1", "2"), (message.TextBody, message.HtmlBody));
    }

    [Fact]
    public void What_is_signed_is_kept_to_the_octet()
    {
        const string Signed = "Content-Type: text/plain; charset=us-ascii\r\n\r\ntrailing space \r\n\r\n=20\r\nbare\nlf \t";
        var message = MimeMessage.Parse(Encoding.ASCII.GetBytes(
            "Content-Type: multipart/signed; boundary=s; micalg=pgp-sha256; protocol=\"application/pgp-signature\"\r\n\r\nx\r\n--s\r\n" + Signed +
            "\r\n--s\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN\r\n--s--\r\n"));

        Assert.Equal(Signed, Encoding.ASCII.GetString(message.Body.Children[0].GetRawBytes()));
        using var reader = new StreamReader(message.Body.Children[0].OpenRaw(), Encoding.ASCII);
        Assert.Equal(Signed, reader.ReadToEnd());
        Assert.Equal("trailing space \r\n\r\n=20\r\nbare\nlf \t", message.TextBody);
        Assert.Equal("signature.asc", Assert.Single(message.Attachments).FileName);
    }

    [Fact]
    public void A_message_that_is_itself_in_base64_is_decoded_and_read()
    {
        var inner = "Subject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ntext\r\n--c--\r\n";
        var message = MessageText.Parse("From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + System.Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)) + "\n--b--\n");

        var attached = Assert.Single(message.Attachments).Message!;

        Assert.Equal(("inner", "text"), (attached.Subject, attached.TextBody));
        using var written = new MemoryStream();
        attached.WriteTo(written);
        Assert.Equal(inner, Encoding.ASCII.GetString(written.ToArray()));
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.EncodedComposite);
    }

    [Fact]
    public void A_spooled_message_is_read_as_one_in_memory_is()
    {
        var line = new string('x', 500) + "-\r\n--not the boundary\r\n";
        var text = "From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
            + string.Concat(Enumerable.Repeat(line, 1000)) + "\r\n--b\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nAAEC\r\n--b--\r\n";
        var octets = Encoding.ASCII.GetBytes(text);

        var message = MimeMessage.Parse(new StreamMail(new MemoryStream(octets)), MimeLimits.Default);

        Assert.Equal(string.Concat(Enumerable.Repeat(line, 1000)), message.TextBody);
        Assert.Equal([0, 1, 2], message.Attachments[0].ToArray());
        Assert.Equal(octets.Length, message.Size);
        using var written = new MemoryStream();
        message.WriteTo(written);
        Assert.Equal(octets, written.ToArray());
    }

    private static string Describe(MimePart part)
    {
        if (part.ContentType.Type == "multipart" && part.Children.Count > 0)
        {
            return part.ContentType.Subtype + "(" + string.Join(" ", part.Children.Select(Describe)) + ")";
        }

        if (part.Children.Count > 0)
        {
            return "<" + Describe(part.Children[0]) + ">";
        }

        using var reader = new StreamReader(part.OpenRawBody(), Encoding.Latin1);
        return "'" + reader.ReadToEnd().Replace("\r\n", "\n", System.StringComparison.Ordinal) + "'";
    }
}
