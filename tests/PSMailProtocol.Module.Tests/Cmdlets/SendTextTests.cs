using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Texts as scripts have them: lines for a body, text in the pipeline, and objects that are neither.</summary>
public sealed class SendTextTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Lines_of_a_body_are_joined_and_an_object_without_a_text_is_told_what_to_give()
    {
        (string Body, string Expected)[] texts =
        [
            ("-Body @('one', 'two')", "one|two|"),
            ("-Body 'one', '', $null, 'two'", "one||two|"),
            ("-Body (Get-Content lines.txt)", "first||third|"),
            ("-Body ([IO.File]::ReadLines(\"$PWD/lines.txt\"))", "first||third|"),
            ("-Body (Get-Content lines.txt -Raw)", "first||third|"),
            ("-Body (, 'list' -as [Collections.Generic.List[string]])", "list|"),
            ("-Body 1.5, ([datetime]'2026-01-31'), 'x'", "1.5|01/31/2026 00:00:00|x|"),
            ("-Body (Select-String third lines.txt -Raw)", "third|"),
            ("-Body $failure", "it failed|"),
            ("-Body ([version]'1.2')", "1.2|"),
            ("-BodyAsHtml -Body ([pscustomobject]@{ A = 1 } | ConvertTo-Html -Fragment)", "<table>|<colgroup><col/></colgroup>|<tr><th>A</th></tr>|<tr><td>1</td></tr>|</table>|"),
            ("-HtmlBody '<p>', 'x', '</p>'", "<p>|x|</p>|"),
        ];
        (string Body, string Type)[] refused =
        [
            ("-Body @{ a = 1 }", "Hashtable"),
            ("-Body ([pscustomobject]@{ a = 1 })", "PSCustomObject"),
            ("-Body (Get-Process -Id $PID)", "Process"),
            ("-Body 'a', (Get-Process -Id $PID)", "Process"),
            ("-Body (Get-Process -Id $PID | Format-Table)", "FormatStartData"),
            ("-Body ([byte[]](1, 2))", "Byte[]"),
            ("-Body $credential.Password", "SecureString"),
            ("-HtmlBody @{ a = 1 }", "Hashtable"),
        ];

        var result = Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
            Set-Content lines.txt first, '', third
            try { throw 'it failed' } catch { $failure = $_ }
            $mail = @{ From = 'a@x.test'; To = 'b@x.test' }
            {{string.Concat(texts.Select(row => $"$null = Send-SmtpMessage @mail {row.Body}\n"))}}
            $null = [pscustomobject]@{ Body = 'of', 'a row' } | Send-SmtpMessage @mail
            {{string.Concat(refused.Select(row => $"try {{ Send-SmtpMessage @mail {row.Body} }} catch {{ $_.Exception.Message }}\n"))}}
            """).AssertSucceeded();

        Assert.Equal(texts.Select(row => row.Expected).Append("of|a row|"), _sandbox.Accepted.Select(BodyOf));
        Assert.Equal(refused.Length, result.Lines.Length);
        Assert.All(refused.Zip(result.Lines), pair =>
        {
            Assert.Contains($"{pair.First.Type} is no text. Give what PowerShell shows of it, ", pair.Second, StringComparison.Ordinal);
            Assert.Contains(pair.First.Body.StartsWith("-Body", StringComparison.Ordinal) ? "-Body (… | Out-String)" : "-HtmlBody (… | ConvertTo-Html)", pair.Second, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Text_in_the_pipeline_is_cut_short_and_told_to_be_a_body()
    {
        var result = Pwsh.Run(SandboxScript.Connect(_sandbox) + """
            $mail = @{ From = 'a@x.test'; To = 'b@x.test'; WarningAction = 'Ignore'; ErrorAction = 'SilentlyContinue' }
            foreach ($text in 'The job is done', ('long ' * 200), "two`nlines", '[ok', 'C: done', 'a::b', 'what? [a-', '~', 'x*y') {
                $text | Send-SmtpMessage @mail -ErrorVariable problems
                "$($problems.Count) $($problems[0].FullyQualifiedErrorId -replace ',.*') $($problems[0].Exception.Message.Length -lt 300) $($problems[0].Exception.Message -notlike '*AttachmentFile*') $($problems[0].ErrorDetails.RecommendedAction -like '*give it as -Body (… | Out-String).*Nothing was sent.')"
            }
            """).AssertSucceeded();

        Assert.Equal(9, result.Lines.Length);
        Assert.All(result.Lines, line => Assert.StartsWith("1 Attachment", line, StringComparison.Ordinal));
        Assert.All(result.Lines.Where(line => !line.Contains("Unreadable", StringComparison.Ordinal)), line => Assert.Equal("1 AttachmentNotFound True True True", line));
        Assert.Empty(_sandbox.Accepted);
    }

    [Fact]
    public void A_column_with_an_address_that_binds_to_nothing_is_named()
    {
        (string Columns, string Expected)[] rows =
        [
            ("Mail = 'b@x.test'", "InvalidInputObject -To { $_.Mail }."),
            ("mail = 'b@x.test'; Subject = 's'", "InvalidParameter -To { $_.mail }."),
            ("EmailAddress = 'b@x.test'; Subject = 's'", "InvalidParameter -To { $_.EmailAddress }."),
            ("Address = 'b@x.test'; Body = 's'; To = ''", "InvalidParameter -To { $_.Address }."),
            ("Address = 'Main Street 1'; Mail = 'b@x.test'", "InvalidInputObject -To { $_.Mail }."),
            ("'E-Mail' = 'b@x.test'", "InvalidInputObject -To { $_.'E-Mail' }."),
            ("Address = 'Main Street 1'; Subject = 's'", "InvalidParameter Name one with -To, -Cc or -Bcc."),
        ];

        var result = Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
            foreach ($row in {{string.Join(", ", rows.Select(row => $"@{{ {row.Columns} }}"))}}) {
                [pscustomobject] $row | Send-SmtpMessage -From a@x.test -ErrorVariable problem -ErrorAction SilentlyContinue
                "$($problem[0].FullyQualifiedErrorId -replace ',.*') $($problem[0].ErrorDetails.RecommendedAction -replace '^.*property: ')"
            }
            [pscustomobject]@{ Mail = 'b@x.test' } | Send-SmtpMessage -From a@x.test -To { $_.Mail } | ForEach-Object Status
            """).AssertSucceeded();

        Assert.Equal(rows.Select(row => row.Expected).Append("Accepted"), result.Lines);
    }

    private static string BodyOf(SandboxMail mail) =>
        Encoding.ASCII.GetString(mail.Octets).Split("\r\n\r\n", 2)[1].Replace("\r\n", "|", StringComparison.Ordinal);
}
