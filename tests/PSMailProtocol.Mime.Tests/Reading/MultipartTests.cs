using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

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
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\n1\n--bb\n\n2\n--bb--\n--b\n\n3\n--b--\n",
        "mixed(alternative('1' '2') '3')")]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=\"b--\"\n\n--b--\n\n1\n--b----\n--b\n\n3\n--b--\n",
        "mixed(alternative('1') '3')")]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\n1\n--b\n\n2\n--b--\n", "mixed(alternative('1') '2')",
        MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\n1\n--b--\n--c--\n", "mixed(alternative('1'))",
        MimeDefect.MissingClosingBoundary)]
    [InlineData("--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--b--\n--b--\n", "mixed(alternative('1'))")]
    [InlineData("--b\nContent-Type: multipart/alternative\n\n--c\n\n1\n--b--\n", "mixed('--c\n\n1')", MimeDefect.MissingBoundary)]
    // Attached messages, and a digest of them.
    [InlineData("--b\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--b--\n", "mixed(<'inner'>)")]
    [InlineData("--b\nContent-Type: message/rfc822\n\nSubject: s\n--b--\n", "mixed(<''>)")]
    [InlineData("--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n1\n--b\n\n2\n--b--\n",
        "mixed(<mixed('1')> '2')")]
    [InlineData(
        "--b\nContent-Type: multipart/digest; boundary=c\n\n--c\n\nSubject: 1\n\none\n--c\nContent-Type: text/plain\n\ntwo\n--c--\n--b--\n",
        "mixed(digest(<'one'> 'two'))")]
    [InlineData(
        "--b\nContent-Type: message/rfc822\n\n>From x@y Mon May  6 07:08:09 2024\nContent-Type: multipart/mixed; " +
        "boundary=c\n\n--c\n\n1\n--c--\n--b--\n", "mixed(<mixed('1')>)")]
    // Types that are not split.
    [InlineData(
        "--b\nContent-Type: message/delivery-status\n\nA: 1\n\nB: 2\n--b\nContent-Type: text/rfc822-headers\n\nC: 3\n--b\nContent-Type: " +
        "message/partial\n\nD: 4\n--b--\n", "mixed('A: 1\n\nB: 2' 'C: 3' 'D: 4')")]
    public void Trees(string body, string tree, params string[] defects)
    {
        var octets = MessageText.Octets("From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n" + body);
        var message = MessageText.Read(octets);

        Assert.Equal(tree, Describe(octets));
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
        var octets = MessageText.Octets("Content-Type: " + type.TrimEnd('\n') + "\n\n--" + boundary + "\n\n1\n--" + boundary + "--\n");

        Assert.Equal("mixed('1')", Describe(octets));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Line_ends(string lineEnd)
    {
        var text = "From: a@b|Content-Type: multipart/alternative; boundary=b||--b||1|--b|Content-Type: text/html||2|--b--|".Replace("|",
            lineEnd, System.StringComparison.Ordinal);
        var message = MessageText.Read(Encoding.ASCII.GetBytes(text));

        Assert.Equal(("1", "2"), (message.TextBody, message.HtmlBody));
    }

    [Fact]
    public void What_is_signed_is_kept_to_the_octet()
    {
        const string Signed = "Content-Type: text/plain; charset=us-ascii\r\n\r\ntrailing space \r\n\r\n=20\r\nbare\nlf \t";
        var message = MessageText.Read(Encoding.ASCII.GetBytes(
            "Content-Type: multipart/signed; boundary=s; micalg=pgp-sha256; protocol=\"application/pgp-signature\"\r\n\r\nx\r\n--s\r\n" +
                Signed +
            "\r\n--s\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN\r\n--s--\r\n"));

        Assert.Equal("trailing space \r\n\r\n=20\r\nbare\nlf \t", message.TextBody);
        Assert.Equal("signature.asc", Assert.Single(message.Attachments).FileName);
    }

    [Fact]
    public void A_message_that_is_itself_in_base64_is_decoded_and_read()
    {
        var inner = "Subject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ntext\r\n--c--\r\n";
        var message =
            MessageText.Read(
                "From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: " +
                "base64\n\n"
            + System.Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)) + "\n--b--\n");

        var attached = Assert.Single(message.Attachments);

        Assert.Equal(inner, Encoding.ASCII.GetString(attached.ToArray()));
        Assert.Equal(("inner", "text"), (MessageText.ReadAttached(attached).Subject, MessageText.ReadAttached(attached).TextBody));
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.EncodedComposite);
    }

    private static string Describe(byte[] octets) =>
        Describe(MessageStructure.Read(() => new MemoryStream(octets), MailLimits.Default).Parts[0]);

    private static string Describe(MailPart part)
    {
        if (part.Children.Count > 0)
            return part.MediaType.Split('/')[1] + "(" + string.Join(" ", part.Children.Select(Describe)) + ")";
        if (part.IsMessage && part.MediaType == "message/rfc822")
            return "<" + Describe(part.ToArray()) + ">";

        using var reader = new StreamReader(part.OpenRaw(), Encoding.Latin1);
        return "'" + reader.ReadToEnd().Replace("\r\n", "\n", System.StringComparison.Ordinal) + "'";
    }
}
