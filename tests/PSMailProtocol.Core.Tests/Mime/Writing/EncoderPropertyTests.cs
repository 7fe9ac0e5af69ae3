using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Writing;

/// <summary>Encode, decode by the strict reference, compare; over random content. A failure names its seed.</summary>
public class EncoderPropertyTests
{
    private const int Seeds = 3000;

    static EncoderPropertyTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public void QuotedPrintableIsUndone() => ForEachSeed(random =>
    {
        byte[] content = random.Number(2) == 0 ? random.Bytes(400) : Encoding.UTF8.GetBytes(random.Body(6));
        var wire = new OctetBuffer(16);
        QuotedPrintableEncoder.Encode(content, content.Length, wire);
        Assert.Equal(content, ReferenceDecoder.QuotedPrintable(Encoding.Latin1.GetString(wire.ToArray())));
    });

    [Fact]
    public void Base64IsUndone() => ForEachSeed(random =>
    {
        byte[] content = random.Bytes(400);
        var wire = new OctetBuffer(16);
        Base64LineEncoder.Encode(content, content.Length, wire);
        string text = Encoding.Latin1.GetString(wire.ToArray());
        Assert.Equal(Base64LineEncoder.EncodedLength(content.Length), text.Length);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 76));
        Assert.Equal(content, Convert.FromBase64String(text));
    });

    [Fact]
    public void BodyIsUndoneInItsCharset() => ForEachSeed(random =>
    {
        string body = random.Body(8);
        EncodedText encoded = EncodedText.Encode(body, TextCharset.For(random.Charset()));
        var wire = new OctetBuffer(16);
        encoded.WriteTo(wire);
        string text = Encoding.Latin1.GetString(wire.ToArray());
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 998 && !line.StartsWith("From ", StringComparison.Ordinal)));
        Assert.DoesNotContain(text.Replace("\r\n", ""), c => c is '\r' or '\n' or '\0' or > '~' and not '\x7f');
        byte[] decoded = encoded.TransferEncoding switch
        {
            "7bit" => Encoding.Latin1.GetBytes(text),
            "base64" => Convert.FromBase64String(text),
            _ => ReferenceDecoder.QuotedPrintable(text),
        };
        Assert.Equal(body, Encoding.GetEncoding(encoded.Charset).GetString(decoded));
    });

    [Fact]
    public void SubjectIsUndone() => ForEachSeed(random =>
    {
        string subject = random.Text(random.OneOf(20, 200, 2000));
        string value = Write(header => UnstructuredText.Write(header, "Subject", subject, TextCharset.For(random.Charset())));
        Assert.Equal(subject, ReferenceDecoder.EncodedWords(value));
    });

    [Fact]
    public void DisplayNameIsUndone() => ForEachSeed(random =>
    {
        string name = "x" + random.Text(random.OneOf(20, 200));
        string value = Write(header => MailboxText.Write(header, "Subject", new MailboxAddress(name, "a", "example.com"), TextCharset.For(random.Charset())));
        Assert.EndsWith(" <a@example.com>", value);
        string phrase = value[..^" <a@example.com>".Length];
        if (phrase.StartsWith('"'))
            Assert.Equal("\"" + name.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"", phrase);
        else
            Assert.Equal(name, ReferenceDecoder.EncodedWords(phrase));
    });

    [Fact]
    public void FileNameIsUndoneInBothForms() => ForEachSeed(random =>
    {
        string name = "x" + random.Text(random.OneOf(20, 250));
        string extended = Write(header => Parameter(header, h => ParameterText.Write(h, "filename", name)));
        string fallback = Write(header => Parameter(header, h => ParameterText.WriteFallback(h, "name", name)));
        Assert.Equal(name, ReferenceDecoder.Parameter(extended, "filename") ?? Unquote(extended, "filename"));
        Assert.Equal(name, ReferenceDecoder.EncodedWords(Unquote(fallback, "name")));
    });

    private static void Parameter(HeaderWriter header, Action<HeaderWriter> write)
    {
        header.Begin("Subject");
        header.Word("x/y");
        write(header);
        header.End();
    }

    private static string Unquote(string value, string name)
    {
        string start = "x/y; " + name + "=\"";
        Assert.StartsWith(start, value);
        Assert.EndsWith("\"", value);
        return value[start.Length..^1];
    }

    /// <summary>The unfolded value of a field; every line is checked on the way.</summary>
    private static string Write(Action<HeaderWriter> write)
    {
        var wire = new OctetBuffer(16);
        write(new HeaderWriter(wire));
        string field = Encoding.ASCII.GetString(wire.ToArray());
        Assert.EndsWith("\r\n", field);
        string[] lines = field[..^2].Split("\r\n");
        foreach (string line in lines)
        {
            Assert.DoesNotContain(line, c => c is < ' ' and not '\t' or > '~');
            Assert.NotEqual("", line.Trim());
            // Only a word that cannot be broken makes a line longer than 78.
            Assert.True(line.Length <= 78 || (line.Length <= 998 && line.Trim().Split(' ', '\t').Max(word => word.Length) > 40), line);
        }

        Assert.All(lines.Skip(1), line => Assert.True(line[0] is ' ' or '\t'));
        string unfolded = string.Concat(lines)["Subject:".Length..];
        return unfolded.StartsWith(' ') ? unfolded[1..] : unfolded;
    }

    private static void ForEachSeed(Action<RandomMail> check)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            try
            {
                check(new RandomMail(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }
}
