using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>A table of messages: every cell counts, an empty one is not given, and one that does not fit is an error of its row.</summary>
public sealed class SendRowTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_text_of_a_cell_becomes_what_the_parameter_wants()
    {
        var result = Run($$"""
            Set-Content rows.csv 'To,Subject,Body,BodyAsHtml,Priority,RequestReadReceipt,DeliveryNotificationOption,UseSsl,Server,Port,Encoding,EnvelopeFrom',
                'b@y.test,one,<p>x</p>,true,High,1,"OnSuccess,OnFailure",True,{{_sandbox.Host}},{{_sandbox.SmtpPort}},iso-8859-1,bounces@x.test'
            $PSDefaultParameterValues.Clear()
            Import-Csv rows.csv | Send-SmtpMessage -From a@x.test -SkipCertificateCheck | ForEach-Object { "$($_.Status) $($_.TlsProtocol -ne 'None')" }
            """).AssertSucceeded();

        Assert.Equal(["Accepted True"], result.Lines);
        var mail = Assert.Single(_sandbox.Accepted);
        var text = Encoding.Latin1.GetString(mail.Octets);
        Assert.Contains("Content-Type: text/html", text, StringComparison.Ordinal);
        Assert.Contains("Importance: high", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Disposition-Notification-To:", text, StringComparison.Ordinal);
        Assert.Equal("bounces@x.test", mail.Sender);
        Assert.Contains("NOTIFY=SUCCESS,FAILURE", mail.RecipientParameters.Single());
    }

    [Fact]
    public void An_empty_cell_counts_as_not_given()
    {
        var result = Run("""
            Set-Content rows.csv 'To,Cc,Bcc,ReplyTo,Sender,EnvelopeFrom,Subject,Body,BodyAsHtml,HtmlBody,Attachment,Header,Priority,Encoding,RequestReadReceipt,DeliveryNotificationOption,UseSsl,Server,Port,Tls,Credential,PinnedCertificate',
                'b@y.test,,,,,,one,text,,,,,,,,,,,,,,'
            Import-Csv rows.csv | Send-SmtpMessage -From a@x.test | ForEach-Object Status
            Send-SmtpMessage -From a@x.test -To b@y.test -Subject two -EnvelopeFrom '' | ForEach-Object Status
            """).AssertSucceeded();

        Assert.Equal(["Accepted", "Accepted"], result.Lines);
        Assert.Equal(["a@x.test", ""], _sandbox.Accepted.Select(mail => mail.Sender));
        var text = Encoding.Latin1.GetString(_sandbox.Accepted[0].Octets);
        Assert.Contains("Content-Type: text/plain", text, StringComparison.Ordinal);
        Assert.DoesNotContain("multipart", text, StringComparison.Ordinal);
    }

    /// <summary>Most of all encryption that a row asks for is never passed over.</summary>
    [Fact]
    public void A_cell_that_does_not_fit_is_an_error_of_its_row_and_never_the_default()
    {
        (string Column, string Value, string Says)[] cells =
        [
            ("Tls", "Implict", "none of Auto, Implicit"),
            ("Port", "abc", "no number"),
            ("UseSsl", "perhaps", "neither True nor False"),
            ("BodyAsHtml", "html", "neither True nor False"),
            ("RequestReadReceipt", "please", "neither True nor False"),
            ("Priority", "Urgent", "none of Normal"),
            ("DeliveryNotificationOption", "OnSucess", "none of None"),
            ("Header", "X: y", "no hashtable"),
            ("InlineAttachment", "logo.png", "no hashtable"),
            ("Encoding", "klingon", "names no encoding"),
            ("Token", "secret", "SecureString"),
        ];

        var result = Run($$"""
            $PSDefaultParameterValues.Remove('*-SmtpMessage:Port')
            foreach ($cell in {{string.Join(", ", cells.Select(cell => $"@('{cell.Column}', '{cell.Value}')"))}}) {
                $row = @{ To = 'b@y.test'; Subject = 'x'; Port = '{{_sandbox.SmtpPort}}' }
                $row[$cell[0]] = $cell[1]
                [pscustomobject] $row, [pscustomobject]@{ To = 'b@y.test'; Subject = 'good'; Port = '{{_sandbox.SmtpPort}}' } | Send-SmtpMessage -From a@x.test -Body b -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null
                "$($problems.Count) $($problems[0].Exception.Message)"
            }
            """);

        Assert.Equal(cells.Length, result.Lines.Length);
        Assert.All(result.Lines.Zip(cells), pair =>
        {
            Assert.StartsWith("1 ", pair.First, StringComparison.Ordinal);
            Assert.Contains(pair.Second.Says, pair.First, StringComparison.Ordinal);
            Assert.Contains(pair.Second.Column, pair.First, StringComparison.Ordinal);
        });
        Assert.Equal(cells.Length, _sandbox.Accepted.Count);
        Assert.All(_sandbox.Accepted, mail => Assert.Contains("Subject: good", Encoding.Latin1.GetString(mail.Octets), StringComparison.Ordinal));
        Assert.DoesNotContain("secret", string.Concat(result.Lines), StringComparison.Ordinal);
    }

    /// <summary>A connection whose certificate nobody checked is not for a row that did not say so.</summary>
    [Fact]
    public void A_row_that_asks_for_another_way_to_the_same_server_has_a_connection_of_its_own()
    {
        var result = Run($$"""
            $PSDefaultParameterValues.Remove('*-SmtpMessage:SkipCertificateCheck')
            $rows = @(
                [pscustomobject]@{ To = 'b@y.test'; Subject = 'unchecked'; SkipCertificateCheck = 'True' }
                [pscustomobject]@{ To = 'b@y.test'; Subject = 'in clear'; Tls = 'None' }
                [pscustomobject]@{ To = 'b@y.test'; Subject = 'pinned'; PinnedCertificate = '{{Convert.ToHexString(SHA256.HashData(_sandbox.Certificate.RawData))}}' }
                [pscustomobject]@{ To = 'b@y.test'; Subject = 'checked'; PinnedCertificate = '' })
            try { $rows | Send-SmtpMessage -From a@x.test -Body b -ErrorVariable problems -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Subject) $($_.Status)" } }
            catch { $_.FullyQualifiedErrorId }
            $problems.Exception.Message -match 'asks for' -replace '^.*asks for ' -replace ', .*'
            """);

        Assert.Equal(["pinned Accepted", "CertificateRejected,PSMailProtocol.Commands.SendSmtpMessageCommand", "SkipCertificateCheck", "Tls None"], result.Lines);
        Assert.Single(_sandbox.Accepted);
    }

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + script);
}
