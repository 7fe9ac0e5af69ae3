using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Core;

/// <summary>What is composed here is what Python's <c>email</c> reads.</summary>
public class PythonEmailTests
{
    private const string Reader = """
        import base64, email, email.policy, json, sys
        messages = []
        for path in sys.argv[1:]:
            with open(path, 'rb') as file:
                message = email.message_from_binary_file(file, policy=email.policy.default)
            def text(kind):
                body = message.get_body((kind,))
                return None if body is None else body.get_content()
            parts = [part for part in message.walk() if part.get_content_disposition()]
            messages.append({
                'Subject': str(message['Subject'] or ''), 'Date': message['Date'].datetime.isoformat(), 'MessageId': str(message['Message-ID']),
                'To': [[mailbox.display_name, mailbox.addr_spec] for mailbox in message['To'].addresses],
                'Custom': str(message['X-Custom'] or ''), 'Plain': text('plain'), 'Html': text('html'),
                'Names': [part.get_filename() for part in parts], 'Types': [part.get_content_type() for part in parts],
                'Contents': [base64.b64encode(part.get_payload(decode=True) or b'').decode() for part in parts],
                'Defects': [str(defect) for part in message.walk() for defect in part.defects],
            })
        print(json.dumps(messages))
        """;

    [ServerFact("python3")]
    public void Python_reads_what_is_composed()
    {
        using var folder = new TemporaryFolder();
        MailDraft[] drafts = [.. Enumerable.Range(0, Texts.Length).Select(Draft)];
        for (var i = 0; i < drafts.Length; i++)
        {
            using var file = File.Create(folder[$"{i}.eml"]);
            drafts[i].Compose().WriteTo(file);
        }

        var script = folder["reader.py"];
        File.WriteAllText(script, Reader);
        using var read = JsonDocument.Parse(Run([script, .. drafts.Select((_, i) => folder[$"{i}.eml"])]));
        Assert.Equal(drafts.Length, read.RootElement.GetArrayLength());
        for (var i = 0; i < drafts.Length; i++)
            Check(drafts[i], read.RootElement[i]);
    }

    private static string[] Texts =>
    [
        "plain", "Gr\u00fc\u00dfe aus K\u00f6ln",
        "\u65e5\u672c\u8a9e\u306e\u3068\u3066\u3082\u9577\u3044\u6587\u7ae0\u3067\u3059\u3001\u6298\u308a\u8fd4\u3055\u308c\u307e\u3059\u3088\u3001\u3082\u3046\u5c11\u3057",
        "=?utf-8?Q?x?= as it stands", "with  two spaces", "a, \"quoted\" \\ name; and (more)",
        string.Join(' ', Enumerable.Repeat("word", 60)),
        string.Concat(Enumerable.Repeat("\U0001F600", 40)), new string('x', 150), "50 % \u20ac *'!",
    ];

    private static MailDraft Draft(int index)
    {
        var text = Texts[index];
        var draft = new MailDraft
        {
            From = new MailboxAddress(text, "alice", "example.com"),
            Subject = text,
            TextBody = "From the start\r\n" + text + " \r\n.\r\nend\r\n",
            HtmlBody = index % 2 == 0 ? null : "<p>" + text + "</p>\r\n",
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromMinutes(-330)),
            MessageId = "m@example.com",
            Headers = { new("X-Custom", text) },
        };
        draft.To.Add(new MailboxAddress(text, "bob", "example.org"));
        draft.To.Add(new MailboxAddress("", "carol smith", "example.org"));
        draft.Attachments.Add(DraftAttachment.FromBytes(Encoding.UTF8.GetBytes(text), text + ".bin"));
        draft.Attachments.Add(DraftAttachment.FromBytes([], "empty.pdf"));
        draft.InlineAttachments.Add(DraftAttachment.FromBytes([0, 255, 10, 13], "logo.png", "logo"));
        return draft;
    }

    private static void Check(MailDraft draft, JsonElement read)
    {
        string[] All(string name) => [.. read.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
        Assert.Empty(All("Defects"));
        Assert.Equal(draft.Subject, read.GetProperty("Subject").GetString());
        Assert.Equal(draft.Subject, read.GetProperty("Custom").GetString());
        Assert.Equal("2026-03-04T05:06:07-05:30", read.GetProperty("Date").GetString());
        Assert.Equal("<m@example.com>", read.GetProperty("MessageId").GetString());

        // Between two encoded-words of a name Python leaves the space, which RFC 2047 section 6.2 takes away.
        string To(string name) => name.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(
            [To(draft.Subject), "bob@example.org", "", "\"carolsmith\"@example.org"],
            read.GetProperty("To").EnumerateArray().SelectMany(mailbox => mailbox.EnumerateArray())
                .Select(value => To(value.GetString()!)));
        Assert.Equal(draft.TextBody!.Replace("\r\n", "\n"), read.GetProperty("Plain").GetString()!.Replace("\r\n", "\n"));
        Assert.Equal(draft.HtmlBody?.Replace("\r\n", "\n"), read.GetProperty("Html").GetString()?.Replace("\r\n", "\n"));

        string file = draft.Attachments[0].FileName;
        Assert.Equal(["logo.png", file, "empty.pdf"], All("Names"));
        Assert.Equal(["image/png", "application/octet-stream", "application/pdf"], All("Types"));
        Assert.Equal([Convert.ToBase64String([0, 255, 10, 13]), Convert.ToBase64String(Encoding.UTF8.GetBytes(draft.Subject)), ""],
            All("Contents"));
    }

    private static string Run(string[] arguments)
    {
        var start = new ProcessStartInfo(ServerPrograms.Locate("python3"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}
