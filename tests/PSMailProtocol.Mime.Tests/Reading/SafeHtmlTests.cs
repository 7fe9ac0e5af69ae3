using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>HTML written anew: what lays text out stays, and what runs, loads or leads away goes.</summary>
public class SafeHtmlTests
{
    private const string Begin = "<meta charset=\"utf-8\"><style>s</style>";

    [Theory]
    [InlineData("plain &amp; <b>bold</b>", "plain &amp; <b>bold</b>")]
    [InlineData("<p align=center class='a b'>x", "<p align=\"center\" class=\"a b\">x")]
    [InlineData("<P ALIGN=CENTER>x</P>", "<p align=\"CENTER\">x</p>")]
    [InlineData("<a href='http://x/?a=1&amp;b'>l</a>", "<a title=\"http://x/?a=1&amp;b\">l</a>")]
    [InlineData("<a href='javascript:x()' onclick=x()>l</a>", "<a title=\"javascript:x()\">l</a>")]
    [InlineData("<img src=http://x/i.png alt=a>", "<img title=\"http://x/i.png\" alt=\"a\">")]
    [InlineData("<img src='cid:in%40x'>", "<img src=\"data:image/png;base64,AA==\">")]
    [InlineData("<img src='cid:other'>", "<img title=\"cid:other\">")]
    [InlineData("<img src=' data:image/gif;base64,AA=='>", "<img src=\"data:image/gif;base64,AA==\">")]
    [InlineData("<img srcset='http://x/i 2x' src=\"data:text/html,x\">", "<img title=\"data:text/html,x\">")]
    [InlineData("a<script>x</script>b", "ab")]
    [InlineData("a<svg><style><p title='</svg>'></style><image href=x></svg>b", "ab")]
    [InlineData("a<svg/>b", "ab")]
    [InlineData("a<svg><svg></svg>x</svg>b", "ab")]
    [InlineData("a<iframe src=x>b</iframe>c", "ac")]
    [InlineData("a<object data=x>b</object>c", "ac")]
    [InlineData("a<form action=x><input value=y><button>b</button></form>c", "abc")]
    [InlineData(
        "<html><head><title>t</title><meta http-equiv=refresh content=0><base href=x><link rel=stylesheet href=x></head><body " +
        "bgcolor=red>b", "<html><body bgcolor=\"red\">b")]
    [InlineData("<style>a{}<!-- <b> --></style>x", "<style>a{}!-- b> --></style>x")]
    [InlineData("<!-- c -->x<![CDATA[y]]>", "x")]
    [InlineData("<b title='\"><script>x</script>'>t</b>", "<b title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">t</b>")]
    [InlineData("&lt;script&gt;x", "&lt;script&gt;x")]
    [InlineData("<custom-element onx=y>t</custom-element>", "t")]
    [InlineData("<noscript><p title='</noscript><b>'>x", "<b>&#39;&gt;x")]
    [InlineData("x</br></img></p>", "x</p>")]
    public void Only_what_lays_text_out_is_written(string html, string written)
    {
        var output = new StringWriter();

        SafeHtml.Write(html, id => id == "in@x" ? "data:image/png;base64,AA==" : null, "s", output);

        Assert.Equal(Begin + written, output.ToString());
    }

    [Fact]
    public void A_document_type_stays_before_all()
    {
        var output = new StringWriter();
        SafeHtml.Write("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\" \"http://x/\">\n<p>x", _ => null, "s", output);
        Assert.StartsWith("<!DOCTYPE html>" + Begin, output.ToString());
    }

    [Theory]
    [InlineData("<style>no</style><p>Hel<b>lo</b>,<br>you&nbsp;&amp; me</p><script>no</script><div>end</div>", "Hello, you & me end")]
    [InlineData("<title>no</title>  a \n b  ", "a b")]
    [InlineData("", "")]
    public void The_text_is_what_shows(string html, string text) => Assert.Equal(text, SafeHtml.ReadText(html, 100));

    [Fact]
    public void Text_is_read_no_further_than_asked_for() =>
    Assert.Equal("word word", SafeHtml.ReadText(string.Concat(Enumerable.Repeat("<p>word ", 100)), 10));

    /// <summary>Four times the HTML makes no more than four times the output, and each is over in no time that one would notice.</summary>
    [Theory]
    [InlineData("<b ")]
    [InlineData("<b a=")]
    [InlineData("<svg>")]
    [InlineData("&")]
    [InlineData("<!--")]
    [InlineData("<style>")]
    [InlineData("<img src=cid:x>")]
    [InlineData("\"'<>")]
    public void Hostile_HTML_costs_no_more_than_its_length(string piece)
    {
        var small = Allocated(piece, 200_000);
        var large = Allocated(piece, 800_000);

        Assert.True(large <= small * 5, $"{small:N0} and {large:N0} octets allocated.");
    }

    private static long Allocated(string piece, int length)
    {
        var html = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafeHtml.Write(html, _ => null, "", TextWriter.Null);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
