using System;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Random text and drafts, the same for the same seed.</summary>
internal sealed class RandomMail
{
    private static readonly string[] Alphabets =
    [
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "abc def ghi jkl mno. ",
        " \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~=?_.",
        "\u00e4\u00f6\u00fc\u00df\u00c4\u00d6\u00dc\u00e9\u00e8\u00e0\u00f1abc ",
        "\u041f\u0440\u0438\u0432\u0435\u0442 ",
        "\u65e5\u672c\u8a9e\u6f22\u5b57\u4eee\u540d\uff21",
        "\u0627\u0644\u0639\u0631\u0628\u064a\u0629\u0301\u200d\u202e",
        "\u0001\u0007\u001b\u007f\u0085\u00a0\u2028",
        "\U0001F600",
        "\U0001F468\u200d\U0001F469",
    ];

    private readonly Random _random;

    public RandomMail(int seed) => _random = new Random(seed);

    public int Number(int below) => _random.Next(below);

    public T OneOf<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Well-formed UTF-16 without carriage return, line feed and NUL.</summary>
    public string Text(int longest)
    {
        var text = new StringBuilder();
        for (int length = _random.Next(longest + 1); text.Length < length;)
        {
            string alphabet = OneOf(Alphabets);
            for (int run = _random.Next(1, 12); run > 0; run--)
            {
                Rune[] runes = [.. alphabet.EnumerateRunes()];
                text.Append(runes[_random.Next(runes.Length)]);
            }
        }

        return text.ToString();
    }

    /// <summary>Lines of text, some of them hard to transport.</summary>
    public string Body(int lines)
    {
        var body = new StringBuilder();
        for (int count = _random.Next(lines + 1); count > 0; count--)
            body.Append(OneOf("", "", "", "From ", ".", "--", "--=_", new string('x', 1200))).Append(Text(120)).Append("\r\n");
        return body.ToString();
    }

    public byte[] Bytes(int longest)
    {
        var bytes = new byte[_random.Next(longest + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    public Encoding? Charset() => Encoding.GetEncoding(OneOf(
        "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "windows-1251", "iso-2022-jp", "shift_jis", "gb18030", "big5", "euc-kr",
        "utf-16", "koi8-r"));

    public MailboxAddress Mailbox() => new(
        OneOf("", "Ann Lee", Text(90)),
        OneOf("ann", "ann.lee+tag", "ann lee", "a\"b\\c", "j\u00f6rg", "\u65e5"),
        OneOf("example.com", "b\u00fccher.example", "[192.0.2.1]", "xn--bcher-kva.example"));
}
