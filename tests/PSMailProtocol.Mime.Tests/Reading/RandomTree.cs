using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>A message of a random tree of parts, each of which has a content of its own that a reader must find again.</summary>
internal sealed class RandomTree
{
    private static readonly string[] Types = ["text/plain", "text/html", "text/calendar", "image/png", "application/pdf", "application/octet-stream", "audio/x-odd", ""];
    private static readonly string[] Multiparts = ["mixed", "alternative", "related", "signed", "digest", "report", "parallel", "x-odd"];
    private static readonly string[] Dispositions = ["", "inline", "attachment", "attachment; filename=a.bin", "inline; filename=\"b c.txt\"", "form-data", "=?utf-8?Q?none?="];

    private readonly Random _random;
    private int _boundaries;

    public RandomTree(int seed)
    {
        _random = new Random(seed);
        Message = "From: a@b\r\nMIME-Version: 1.0\r\n" + Part(depth: 0, isRoot: true);
    }

    public string Message { get; }

    /// <summary>What each part that holds no other has, as it is after decoding.</summary>
    public List<string> Contents { get; } = [];

    private string Part(int depth, bool isRoot = false)
    {
        var kind = _random.Next(10);
        if (depth < 5 && (isRoot || kind < 3))
            return Multipart(depth);
        return kind == 3 ? Message822() : Leaf();
    }

    private string Multipart(int depth)
    {
        var boundary = "b" + _boundaries++ + new string('-', _random.Next(3));
        var text = new StringBuilder("Content-Type: multipart/").Append(Pick(Multiparts)).Append("; boundary=\"").Append(boundary).Append("\"\r\n\r\npreamble\r\n");
        for (var parts = _random.Next(1, 5); parts > 0; parts--)
            text.Append("--").Append(boundary).Append("\r\n").Append(Part(depth + 1)).Append("\r\n");
        return text.Append(_random.Next(8) == 0 ? "" : "--" + boundary + "--\r\n").ToString();
    }

    private string Message822()
    {
        var inner = "Subject: inner " + Contents.Count + "\r\n\r\n" + Token();
        Contents.Add(inner);
        return "Content-Type: message/rfc822\r\n\r\n" + inner;
    }

    private string Leaf()
    {
        var (type, disposition) = (Pick(Types), Pick(Dispositions));
        var fields = (type.Length > 0 ? "Content-Type: " + type + "\r\n" : "") + (disposition.Length > 0 ? "Content-Disposition: " + disposition + "\r\n" : "");
        var content = Token();
        Contents.Add(content);
        return _random.Next(4) switch
        {
            0 => fields + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(content), Base64FormattingOptions.InsertLineBreaks),
            1 => fields + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(content)).TrimEnd('='),
            2 => fields + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + string.Concat(content.Select(character => "=" + ((int)character).ToString("X2"))),
            _ => fields + "\r\n" + content,
        };
    }

    private string Token() => "<" + Contents.Count + ":" + new string((char)('a' + _random.Next(26)), _random.Next(1, 90)) + ">";

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
