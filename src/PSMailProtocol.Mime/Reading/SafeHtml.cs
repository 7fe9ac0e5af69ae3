using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using MimeKit.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// HTML of strangers, written anew for a browser: only elements and attributes that lay text out, no address that anything could be
/// loaded from, no script. Each text and value is encoded and each tag is closed, so that every parser reads it alike. Who shows it
/// still needs a content security policy, since style sheets stay and may name addresses.
/// </summary>
internal static class SafeHtml
{
    /// <summary>Elements that are written, with those of <see cref="Empty"/>; of others the content stays.</summary>
    private static readonly HashSet<string> Written = Names(
        "a abbr acronym address article aside b bdi bdo big blockquote body caption center cite code colgroup dd del details dfn dir div " +
        "dl dt em " +
        "figcaption figure font footer h1 h2 h3 h4 h5 h6 header html i ins kbd label li main mark menu nav ol p pre q s samp section " +
        "small span " +
        "strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var");

    /// <summary>Elements without content.</summary>
    private static readonly HashSet<string> Empty = Names("br col hr img wbr");

    /// <summary>Elements that go with their content: what it means is no text, or parsers differ in how they read it.</summary>
    private static readonly HashSet<string> Dropped = Names("iframe math noembed noframes noscript object script svg template title xmp");

    private static readonly HashSet<string> Attributes = Names(
        "align alt bgcolor border cellpadding cellspacing class color cols colspan dir face frame height hspace id lang nowrap open rows " +
        "rowspan rules " +
        "size span start style summary title type valign value vspace width");

    /// <summary>Elements between which words go on.</summary>
    private static readonly HashSet<string> WithinWords = Names(
        "a abbr acronym b bdi bdo big cite code em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr");

    /// <summary>Writes the HTML anew.</summary>
    /// <param name="html">What was received.</param>
    /// <param name="image">The <c>data:</c> URL of an image that the message brings along, by its Content-ID; null for none.</param>
    /// <param name="style">A style sheet that goes before those of the message.</param>
    /// <param name="output">Where it is written to.</param>
    public static void Write(string html, Func<string, string?> image, string style, TextWriter output)
    {
        var isBegun = false;
        foreach (var (token, within) in Tokens(html))
        {
            if (token.Kind == HtmlTokenKind.DocType && !isBegun)
                output.Write("<!DOCTYPE html>");
            if (token.Kind == HtmlTokenKind.DocType)
                continue;

            if (!isBegun)
                output.Write("<meta charset=\"utf-8\"><style>" + style + "</style>");
            isBegun = true;
            if (token is HtmlTagToken tag)
                WriteTag(tag, image, output);
            else if (token is HtmlDataToken data && within == "style")
                output.Write(data.Data.Replace("<", ""));
            else if (token is HtmlDataToken text)
                output.Write(WebUtility.HtmlEncode(text.Data));
        }
    }

    /// <summary>The text that the HTML shows, white space run together, up to so many characters.</summary>
    public static string ReadText(string html, int most)
    {
        var text = new StringBuilder();
        var isApart = false;
        foreach (var (token, within) in Tokens(html))
        {
            if (token is HtmlTagToken tag)
                isApart |= !WithinWords.Contains(Name(tag));
            if (token is not HtmlDataToken data || within == "style")
                continue;

            foreach (var c in data.Data)
            {
                if (char.IsWhiteSpace(c))
                {
                    isApart = true;
                    continue;
                }

                var isNext = isApart && text.Length > 0;
                if (text.Length + (isNext ? 1 : 0) >= most)
                    return text.ToString();
                if (isNext)
                    text.Append(' ');
                isApart = false;
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// The tokens that are no comments and do not lie in dropped elements, each with the name of the start tag before it.
    /// </summary>
    private static IEnumerable<(HtmlToken Token, string Within)> Tokens(string html)
    {
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        var within = "";
        string? dropped = null;
        var depth = 0;
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                within = tag.IsEndTag ? "" : Name(tag);
                if (dropped is null && !tag.IsEndTag && Dropped.Contains(within) && !(tag.IsEmptyElement && within is "svg" or "math"))
                    dropped = within;
                if (dropped is not null)
                {
                    depth += Name(tag) != dropped || (tag.IsEmptyElement && dropped is "svg" or "math") ? 0 : tag.IsEndTag ? -1 : 1;
                    dropped = depth > 0 ? dropped : null;
                    continue;
                }
            }

            if (dropped is null && token.Kind is HtmlTokenKind.Tag or HtmlTokenKind.Data or HtmlTokenKind.DocType)
                yield return (token, within);
        }
    }

    private static void WriteTag(HtmlTagToken tag, Func<string, string?> image, TextWriter output)
    {
        var name = Name(tag);
        if (tag.IsEndTag)
        {
            if (Written.Contains(name))
                output.Write("</" + name + ">");
            return;
        }

        if (!Written.Contains(name) && !Empty.Contains(name))
            return;

        output.Write('<');
        output.Write(name);
        foreach (var attribute in tag.Attributes)
        {
            var value = attribute.Value ?? "";
            if (Attributes.Contains(attribute.Name))
                WriteAttribute(attribute.Name.ToLowerInvariant(), value, output);
            else if (name == "a" && attribute.Id == HtmlAttributeId.Href)
                WriteAttribute("title", value, output);
            else if (name == "img" && attribute.Id == HtmlAttributeId.Src)
                WriteImage(value.Trim(), image, output);
        }

        output.Write('>');
    }

    private static void WriteImage(string source, Func<string, string?> image, TextWriter output)
    {
        if (source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            WriteAttribute("src", source, output);
        else if (source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            && image(Uri.UnescapeDataString(source.Substring(4))) is { } data)
            WriteAttribute("src", data, output);
        else
            WriteAttribute("title", source, output);
    }

    private static void WriteAttribute(string name, string value, TextWriter output)
    {
        output.Write(' ');
        output.Write(name);
        output.Write("=\"");
        output.Write(WebUtility.HtmlEncode(value));
        output.Write('"');
    }

    private static string Name(HtmlTagToken tag) => tag.Name.ToLowerInvariant();

    private static HashSet<string> Names(string names) => new(names.Split(' '), StringComparer.OrdinalIgnoreCase);
}
