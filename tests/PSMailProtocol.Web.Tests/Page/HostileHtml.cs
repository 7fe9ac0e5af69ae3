using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>One way in which HTML of a mail tries to run, to load or to lead away.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Html">The HTML; <c>{w}</c> is where the witness listens.</param>
/// <param name="Bites">Whether it reaches the witness or runs in a page that nothing protects, which shows that it is hostile.</param>
/// <param name="Policy">Whether the policy of the frame alone would stop it; a browser may connect ahead of what the policy then
/// forbids.</param>
public sealed record HostileHtml(string Name, string Html, bool Bites = true, bool Policy = true)
{
    /// <summary>What a click anywhere hits.</summary>
    private const string Whole = "style=\"position:fixed;inset:0;display:block;width:100%;height:100%\"";

    public static IReadOnlyList<HostileHtml> All { get; } =
    [
        new("script", "<script>fetch('{w}/s')</script>"),
        new("remote script", "<script src='{w}/s.js'></script>"),
        new("module script", "<script type=module src='{w}/s.js'></script>"),
        new("onerror", "<img src=x onerror=\"fetch('{w}/e')\">"),
        new("onload of body", "<body onload=\"fetch('{w}/e')\">"),
        new("onclick", $"<div {Whole} onclick=\"fetch('{{w}}/e')\">click</div>"),
        new("ontoggle", "<details open ontoggle=\"fetch('{w}/e')\"><summary>x</summary></details>"),
        new("onfocus", "<input autofocus onfocus=\"fetch('{w}/e')\">"),
        new("onbegin of SVG", "<svg><animate onbegin=\"fetch('{w}/e')\" attributeName=x dur=1s></svg>"),
        new("alert", "<script>alert(1)</script>"),
        new("remote image", "<img src='{w}/i.png'>"),
        new("remote image without a scheme", "<img src='//127.0.0.1:{p}/i.png'>"),
        new("srcset", "<img srcset='{w}/1.png 1x, {w}/2.png 2x'>"),
        new("picture", "<picture><source srcset='{w}/p.png'><img></picture>"),
        new("input of type image", "<input type=image src='{w}/i.png'>"),
        new("background attribute", "<table background='{w}/b.png'><tr><td>x</table>"),
        new("background of body", "<body background='{w}/b.png'>x"),
        new("CSS url in style attribute", "<div style=\"background:url({w}/b.png)\">x</div>"),
        new("CSS url in style sheet", "<style>div{background:url({w}/b.png)}</style><div>x</div>"),
        new("CSS import", "<style>@import url({w}/s.css);</style>"),
        new("CSS font", "<style>@font-face{font-family:f;src:url({w}/f.woff)}p{font-family:f}</style><p>x</p>"),
        new("CSS content, cursor and list",
            "<style>li{list-style-image:url({w}/l.png)}p::before{content:url({w}/c.png)}</style><p>x</p><ul><li>x</ul>"),
        new("CSS image-set", "<div style=\"background:image-set('{w}/i.png' 1x)\">x</div>"),
        new("style sheet", "<link rel=stylesheet href='{w}/s.css'>"),
        new("icon", "<link rel=icon href='{w}/i.ico'>", Bites: false),
        new("prefetch", "<link rel=prefetch href='{w}/p'>"),
        new("preload", "<link rel=preload as=image href='{w}/p'>"),
        new("modulepreload", "<link rel=modulepreload href='{w}/p.js'>"),
        new("preconnect", "<link rel=preconnect href='{w}'>", Bites: false, Policy: false),
        new("DNS prefetch", "<link rel=dns-prefetch href='{w}'>", Bites: false),
        new("prerender", "<script type=speculationrules>{\"prefetch\":[{\"source\":\"list\",\"urls\":[\"{w}/p\"]}]}</script>",
            Bites: false),
        new("manifest", "<link rel=manifest href='{w}/m.json'>", Bites: false),
        new("frame", "<iframe src='{w}/f'></iframe>", Policy: false),
        new("frame with srcdoc", "<iframe srcdoc=\"<img src='{w}/i.png'>\"></iframe>"),
        new("frame of javascript", "<iframe src=\"javascript:parent.fetch('{w}/f')\"></iframe>"),
        new("frame of data", "<iframe src=\"data:text/html,<img src='{w}/i.png'>\"></iframe>"),
        new("frameset", "<frameset><frame src='{w}/f'></frameset>", Policy: false),
        new("object", "<object data='{w}/o'></object>"),
        new("object of data", "<object data=\"data:text/html,<img src='{w}/i.png'>\" type=text/html></object>"),
        new("embed", "<embed src='{w}/e' type=text/html>"),
        new("video and poster", "<video src='{w}/v' poster='{w}/p.png' autoplay muted></video>"),
        new("audio", "<audio src='{w}/a' autoplay></audio>"),
        new("track", "<video><track src='{w}/t' default></video>", Bites: false),
        new("SVG script", "<svg><script>fetch('{w}/s')</script></svg>"),
        new("SVG image", "<svg><image href='{w}/i.png' width=9 height=9></image></svg>"),
        new("SVG use", "<svg><use href='{w}/u.svg#x'></use></svg>", Bites: false),
        new("SVG foreignObject", "<svg width=9 height=9><foreignObject width=9 height=9><img src='{w}/i.png'></foreignObject></svg>"),
        new("SVG filter image",
            "<svg width=9 height=9><filter id=f><feImage href='{w}/i.png'/></filter><rect width=9 height=9 filter='url(#f)'/></svg>"),
        new("SVG style that hides a tag", "<svg><style><img src='{w}/i.png'></style></svg>"),
        new("SVG image in data", "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{w}/i.png'/></svg>\">",
            Bites: false),
        new("MathML link", $"<math href='{{w}}/m' {Whole}><mtext>click</mtext></math>", Bites: false),
        new("meta refresh", "<meta http-equiv=refresh content='0;url={w}/m'>"),
        new("base", "<base href='{w}/'><img src=i.png>"),
        new("form that is sent by a click", $"<form action='{{w}}/f'><input type=submit {Whole}></form>"),
        new("form with formaction", $"<form><button formaction='{{w}}/f' {Whole}>x</button></form>"),
        new("link", $"<a href='{{w}}/l' {Whole}>click</a>", Policy: false),
        new("link to the top", $"<a href='{{w}}/l' target=_top {Whole}>click</a>"),
        new("link to the parent", $"<a href='{{w}}/l' target=_parent {Whole}>click</a>"),
        new("link to a new window", $"<a href='{{w}}/l' target=_blank {Whole}>click</a>"),
        new("link with a ping", $"<a href='#x' ping='{{w}}/p' {Whole}>click</a>"),
        new("link of javascript", $"<a href=\"javascript:fetch('{{w}}/j')\" {Whole}>click</a>"),
        new("link of javascript with a tab in it", $"<a href=\"java&Tab;script:fetch('{{w}}/j')\" {Whole}>click</a>"),
        new("link of data", $"<a href=\"data:text/html,<img src='{{w}}/i.png'>\" {Whole}>click</a>", Bites: false),
        new("image map",
            $"<img usemap=#m {Whole} src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"><map name=m><area shape=default " +
            $"href='{{w}}/a'></map>", Bites: false, Policy: false),
        new("end of a raw text element in an attribute", "<noscript><p title=\"</noscript><img src='{w}/i.png'>\"></noscript>"),
        new("comment that ends early", "<!--><img src='{w}/i.png'>-->"),
        new("title that hides a tag", "<title></title/><img src='{w}/i.png'>"),
        new("textarea and style", "<textarea><style></textarea><img src='{w}/i.png'></style>"),
        new("null in a tag name", "<img\0 src='{w}/i.png'><im\0g src='{w}/i.png'>", Bites: false),
        new("template and shadow root", "<div><template shadowrootmode=open><img src='{w}/i.png'></template></div>"),
        new("XML declaration with a style sheet", "<?xml-stylesheet href='{w}/s.css'?>x", Bites: false),
    ];

    public static IEnumerable<object[]> Names => All.Select(row => new object[] { row.Name });

    public static IEnumerable<object[]> StoppedByPolicy => All.Where(row => row.Policy).Select(row => new object[] { row.Name });

    public static IEnumerable<object[]> Biting => All.Where(row => row.Bites).Select(row => new object[] { row.Name });

    public static HostileHtml Named(string name) => All.Single(row => row.Name == name);

    internal string For(Witness witness) =>
        Html.Replace("{w}", witness.Address).Replace("{p}", witness.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
