using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>
/// Subjects, names, file names and bodies, decoded by the strict reference; over random content. A failure names its seed.
/// </summary>
public class EncodedWordsTests
{
    private const int Seeds = 2000;

    [Fact]
    public void SubjectIsUndone() => ForEachSeed(random =>
    {
        MailDraft draft = Draft(random);
        draft.Subject = "x" + random.Text(random.OneOf(20, 200, 2000));
        Assert.Equal(draft.Subject, ReferenceDecoder.EncodedWords(Drafts.Header(draft, "Subject")!));
    });

    [Fact]
    public void DisplayNameIsUndone() => ForEachSeed(random =>
    {
        MailDraft draft = Draft(random);
        string name = "x" + random.Text(random.OneOf(20, 200));
        draft.From = new MailboxAddress(name, "a", "example.com");
        string value = Drafts.Header(draft, "From")!;
        Assert.EndsWith(" <a@example.com>", value);
        string phrase = value[..^" <a@example.com>".Length];
        if (phrase.StartsWith('"'))
            Assert.Equal("\"" + name.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"", phrase);
        else
            Assert.Equal(name, ReferenceDecoder.EncodedWords(phrase));
    });

    [Fact]
    public void FileNameIsUndone() => ForEachSeed(random =>
    {
        MailDraft draft = Draft(random);
        string name = "x" + random.Text(random.OneOf(20, 250));
        draft.Attachments.Add(DraftAttachment.FromBytes([1], name));
        string text = Drafts.Text(draft);
        string disposition = text[text.IndexOf("Content-Disposition", StringComparison.Ordinal)..];
        disposition = disposition[..disposition.IndexOf("\r\nContent-", StringComparison.Ordinal)].Replace("\r\n\t", " ")
            .Replace("\r\n ", " ");
        Assert.Equal(name, ReferenceDecoder.Parameter(disposition, "filename"));
    });

    [Fact]
    public void BodyIsUndoneInItsCharset() => ForEachSeed(random =>
    {
        MailDraft draft = Draft(random);
        draft.TextBody = random.Body(8) + "end\r\n";
        string text = Drafts.Text(draft);
        string body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.All(body.Split("\r\n"), line => Assert.True(line.Length <= 998 && !line.StartsWith("From ", StringComparison.Ordinal)));
        Assert.DoesNotContain(body.Replace("\r\n", ""), c => c is '\r' or '\n' or '\0' or > '~' and not '\x7f');
        byte[] decoded = Drafts.Header(draft, "Content-Transfer-Encoding") switch
        {
            "7bit" => Encoding.Latin1.GetBytes(body),
            "base64" => Convert.FromBase64String(body),
            _ => ReferenceDecoder.QuotedPrintable(body),
        };
        string charset = Drafts.Header(draft, "Content-Type")!["text/plain; charset=".Length..];
        Assert.Equal(draft.TextBody, Encoding.GetEncoding(charset).GetString(decoded));
    });

    private static MailDraft Draft(RandomMail random)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Encoding = random.Charset();
        return draft;
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
