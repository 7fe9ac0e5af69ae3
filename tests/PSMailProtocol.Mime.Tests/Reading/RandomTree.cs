using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>A message of a random tree of parts, each of which has a content of its own that a reader must find again.</summary>
internal sealed class RandomTree
{
    private static readonly string[] Types =
        ["text/plain", "text/html", "text/calendar", "image/png", "application/pdf", "application/octet-stream", "audio/x-odd", ""];
    private static readonly string[] Multiparts = ["mixed", "alternative", "related", "signed", "digest", "report", "parallel", "x-odd"];
    private static readonly string[] Dispositions =
        ["", "inline", "attachment", "attachment; filename=a.bin", "inline; filename=\"b c.txt\"", "form-data", "=?utf-8?Q?none?="];
    private static readonly (string Name, string Letters)[] Alphabets =
    [
        ("utf-8", "\u00E9\u20AC\u65E5\uD83D\uDE00"), ("iso-8859-1", "\u00E9\u00FC\u00DF"),
        ("koi8-r", "\u041F\u0440\u0438"), ("shift_jis", "\u65E5\u672C"),
    ];

    private readonly Random _random;
    private readonly int[] _names;

    public RandomTree(int seed)
        : this(new Random(seed), [0])
    {
    }

    private RandomTree(Random random, int[] names)
    {
        (_random, _names) = (random, names);
        Message = "From: a@b\r\nMIME-Version: 1.0\r\n" + Part(depth: 0, isRoot: true);
    }

    /// <summary>Each octet as the character of its number.</summary>
    public string Message { get; }

    /// <summary>What each part that holds no other has: its octets, and the text that they are where it is a text.</summary>
    public List<(string Octets, string Text)> Contents { get; } = [];

    /// <summary>The messages that are attached to it.</summary>
    public List<RandomTree> Attached { get; } = [];

    private string Part(int depth, bool isRoot = false)
    {
        var kind = _random.Next(10);
        if (depth < 5 && (isRoot || kind < 3))
            return Multipart(depth);
        return kind == 3 && _names[0] < 40 ? AttachedMessage() : Leaf();
    }

    private string Multipart(int depth)
    {
        var boundary = "b" + _names[0]++ + new string('-', _random.Next(3));
        var text = new StringBuilder("Content-Type: multipart/").Append(Pick(Multiparts)).Append("; boundary=\"").Append(boundary)
            .Append("\"\r\n\r\npreamble\r\n");
        for (var parts = _random.Next(1, 5); parts > 0; parts--)
            text.Append("--").Append(boundary).Append("\r\n").Append(Part(depth + 1)).Append("\r\n");
        return text.Append(_random.Next(8) == 0 ? "" : "--" + boundary + "--\r\n").ToString();
    }

    private string AttachedMessage()
    {
        Attached.Add(new RandomTree(_random, _names));
        return "Content-Type: message/rfc822\r\n\r\n" + Attached[^1].Message;
    }

    private string Leaf()
    {
        var (type, disposition) = (Pick(Types), Pick(Dispositions));
        var isText = type is "" || type.StartsWith("text/", StringComparison.Ordinal);
        var charset = Alphabets[_random.Next(type.Length == 0 ? 1 : Alphabets.Length)];
        var text = Token() + (isText ? string.Concat(Enumerable.Repeat(charset.Letters, _random.Next(20))) : "") + ">";
        var content = isText ? Encoding.Latin1.GetString(PSMailProtocol.Mime.Charsets.Find(charset.Name)!.GetBytes(text)) : text + Octets();
        Contents.Add((content, text));
        var fields = (type.Length == 0 ? "" : "Content-Type: " + type + (isText ? "; charset=" + charset.Name : "") + "\r\n")
            + (disposition.Length > 0 ? "Content-Disposition: " + disposition + "\r\n" : "");
        var base64 = Convert.ToBase64String(Encoding.Latin1.GetBytes(content), Base64FormattingOptions.InsertLineBreaks);
        return fields + _random.Next(5) switch
        {
            0 => "Content-Transfer-Encoding: base64\r\n\r\n" + base64,
            1 => "Content-Transfer-Encoding: base64\r\n\r\n" + base64.TrimEnd('='),
            2 => "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
                string.Concat(content.Select(character => "=" + ((int)character).ToString("X2"))),
            3 => "Content-Transfer-Encoding: x-uuencode\r\n\r\n" + Uuencode(content),
            _ => "\r\n" + content,
        };
    }

    private string Token() => "<" + _names[0]++ + ":" + new string((char)('a' + _random.Next(26)), _random.Next(1, 90));

    // Line ends could be those before a delimiter.
    private string Octets()
    {
        var octets = new byte[_random.Next(200)];
        _random.NextBytes(octets);
        return Encoding.Latin1.GetString(Array.FindAll(octets, octet => octet is not ((byte)'\r' or (byte)'\n')));
    }

    private static string Uuencode(string content)
    {
        static char Letter(int bits) => (bits & 63) == 0 ? '`' : (char)(32 + (bits & 63));
        var text = new StringBuilder("begin 644 x\r\n");
        foreach (var line in content.Chunk(45))
        {
            text.Append(Letter(line.Length));
            foreach (var group in line.Chunk(3))
            {
                var bits = (group[0] << 16) | (group.Length > 1 ? group[1] << 8 : 0) | (group.Length > 2 ? group[2] : 0);
                text.Append(Letter(bits >> 18)).Append(Letter(bits >> 12)).Append(Letter(bits >> 6)).Append(Letter(bits));
            }

            text.Append("\r\n");
        }

        return text.Append("`\r\nend").ToString();
    }

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
