using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class ParameterTests
{
    [Theory]
    // As RFC 2045 and RFC 2231 have them.
    [InlineData("name=a.pdf", "a.pdf")]
    [InlineData("NAME=\"a b.pdf\"", "a b.pdf")]
    [InlineData("name=\"a \\\"b\\\" \\\\c\"", "a \"b\" \\c")]
    [InlineData("name*=utf-8''%e2%82%ac%20rates", "€ rates")]
    [InlineData("name*=iso-8859-1'en'%A3%20rates", "£ rates")]
    [InlineData("name*=UTF-8'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "This is ***fun***")]
    [InlineData("name*0*=us-ascii'en'This%20is%20even%20more%20;\r\n name*1*=%2A%2A%2Afun%2A%2A%2A%20;\r\n name*2=\"isn't it!\"",
        "This is even more ***fun*** isn't it!")]
    [InlineData("name*0=\"abc\"; name*1=\"def.pdf\"", "abcdef.pdf")]
    [InlineData("name*1=\"def.pdf\"; name*0=\"abc\"", "abcdef.pdf")]
    [InlineData("name*0*=utf-8''%e2%82; name*1*=%ac.pdf", "€.pdf")]
    [InlineData("name=plain.pdf; name*=utf-8''%e2%82%ac.pdf", "€.pdf")]
    [InlineData("name*=utf-8''%e2%82%ac.pdf; name=plain.pdf", "€.pdf")]
    // Mixtures with RFC 2047.
    [InlineData("name=\"=?utf-8?Q?=E2=82=AC.pdf?=\"", "€.pdf")]
    [InlineData("name==?utf-8?Q?=E2=82=AC.pdf?=", "€.pdf")]
    [InlineData("name=\"=?utf-8?B?4oI=?=\r\n =?utf-8?B?rC5wZGY=?=\"", "€.pdf")]
    [InlineData("name*0=\"=?utf-8?Q?=E2=82=AC\"; name*1=\".pdf?=\"", "€.pdf")]
    [InlineData("name*=utf-8''=?utf-8?Q?=E2=82=AC.pdf?=", "€.pdf")]
    [InlineData("name=\"a =?utf-8?Q?=E2=82=AC?= b.pdf\"", "a € b.pdf")]
    // Octets beyond ASCII.
    [InlineData("name=\"\u00E2\u0082\u00AC.pdf\"", "€.pdf")]
    [InlineData("name=\"M\u00FCller.pdf\"", "Müller.pdf")]
    // What mailers make of it.
    [InlineData("name=my report (final).pdf", "my report (final).pdf")]
    [InlineData("name=my report.pdf; size=10", "my report.pdf")]
    [InlineData("name=a.pdf size=10", "a.pdf")]
    [InlineData("name=my report.pdf\r\n size=10; x=y", "my report.pdf")]
    [InlineData("name=e = mc2.pdf", "e = mc2.pdf")]
    [InlineData("name=a.pdf x-unix-mode=0644", "a.pdf")]
    [InlineData("name=\"my \"own\" file.pdf\"; size=10", "my \"own\" file.pdf")]
    [InlineData("name=\"never closed.pdf", "never closed.pdf")]
    [InlineData("name=\"C:\\temp\\x.pdf\"", "C:\\temp\\x.pdf")]
    [InlineData("name = \"a.pdf\" ; size=1", "a.pdf")]
    [InlineData("name*0=abc; name*2=def", "abcdef")]
    [InlineData("name*1=abc; name*2=def", "abcdef")]
    [InlineData("name*=%41bc", "Abc")]
    [InlineData("name*=utf-8''%ZZ4", "%ZZ4")]
    [InlineData("name*00000000001=b; name*0=a", "ab")]
    [InlineData("name=first; name=second", "first")]
    [InlineData(";; name=a", "a")]
    [InlineData("=x; name=a", "a")]
    [InlineData("junk; name=a", "a")]
    [InlineData("name=", "")]
    [InlineData("name=\"\"", "")]
    [InlineData("name=\"a.pdf\"(comment); size=1", "a.pdf")]
    [InlineData("name=\"long name\r\n with a fold.pdf\"", "long name with a fold.pdf")]
    [InlineData("name=\"..\\..\\evil.exe\"", "..\\..\\evil.exe")]
    [InlineData("name*=utf-8''..%2F..%2Fevil", "../../evil")]
    public void File_names(string parameters, string expected)
    {
        parameters = parameters.Replace("\r", "", StringComparison.Ordinal);
        Assert.Equal(expected, FileName("Content-Type: application/pdf; " + parameters));
        Assert.Equal(
            expected.Replace("name", "filename", StringComparison.Ordinal),
            FileName("Content-Disposition: attachment; " + parameters.Replace("name", "filename", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("text/plain; charset=us-ascii (Plain text)", "text/plain", "us-ascii")]
    [InlineData("Text/HTML;charset=\"UTF-8\"", "text/html", "UTF-8")]
    [InlineData("text/html charset=utf-8", "text/html", "utf-8")]
    [InlineData("text/html\n charset=\"koi8-r\"; x=y", "text/html", "koi8-r")]
    [InlineData("text/html x; charset=koi8-r", "text/html", "koi8-r")]
    [InlineData("text/plain; x=\" charset=koi8-r\"", "text/plain", null)]
    [InlineData("text/plain; charset=\"utf-8\" format=flowed", "text/plain", "utf-8")]
    [InlineData("text/plain; charset=utf-8 format=flowed", "text/plain", "utf-8")]
    [InlineData("(c) text (c) / (c) plain (c) ; (c) charset (c) = utf-8", "text/plain", "utf-8")]
    [InlineData("text; charset=utf-8", "text/plain", "utf-8")]
    [InlineData("", "text/plain", null)]
    [InlineData("/; x", "text/plain", null)]
    [InlineData("application/x-zip", "application/x-zip", null)]
    [InlineData("image/svg+xml; charset*=''utf-8", "image/svg+xml", "utf-8")]
    public void Content_types(string value, string mediaType, string? charset)
    {
        var octets = MessageText.Octets("Content-Type: " + value + "\n\nx");
        var part = MessageStructure.Read(() => new MemoryStream(octets), MailLimits.Default).Parts[0];

        Assert.Equal((mediaType, charset), (part.MediaType, part.Charset));
    }

    [Theory]
    [InlineData("; a*1=b")]
    [InlineData("; a*=utf-8''%41")]
    [InlineData(";a=b")]
    [InlineData("; name*0*=")]
    [InlineData("\"")]
    [InlineData("; x=\"")]
    [InlineData("\" \" ")]
    [InlineData("; x=\"\" \"")]
    [InlineData("(")]
    [InlineData("; name=x y")]
    [InlineData("=?utf-8?q?a")]
    public void Hostile_parameters_cost_no_more_than_their_length(string piece)
    {
        var small = Allocated(piece, 135_000 / 4);
        var large = Allocated(piece, 135_000);

        Assert.InRange(large, 0, (small * 6) + Allocated("x", 135_000));
        Assert.InRange(large, 0, 135_000 * 150);
    }

    private static long Allocated(string piece, int length)
    {
        var octets = MessageText.Octets("Content-Type: a/b;" + string.Concat(Enumerable.Repeat(piece, length / piece.Length)) + "\n\nx");
        _ = FileName("Content-Type: a/b; name=x");
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = MessageText.Read(octets).Attachments.Select(attachment => attachment.FileName).ToList();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string FileName(string field) => Assert.Single(MessageText.Read(field + "\nX: y\n\nx").Attachments).FileName;
}
