using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>What people type is understood, or refused by an error that names it.</summary>
public sealed class SendTypedTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Addresses_are_sent_as_Send_MailMessage_sends_them()
    {
        (string To, string Recipient)[] rows =
        [
            ("ops@web_01.example.com", "ops@web_01.example.com"),
            ("ops@_dmz.b\u00fcro_1.example", "ops@_dmz.xn--bro_1-kva.example"),
            ("a@x.test <a@x.test>", "a@x.test"),
            ("Alert: disk <b@x.test>", "b@x.test"),
            ("c@x.test (Name)", "c@x.test"),
            ("\u00a0d@x.test\u00a0", "d@x.test"),
            ("\ufeffe@x.test\t", "e@x.test"),
        ];

        var result = Run($$"""
            {{string.Join(", ", rows.Select(row => Pwsh.Quote(row.To)))}} | ForEach-Object { [pscustomobject]@{ To = $_ } } | Send-SmtpMessage -From job@web_01.example.com | ForEach-Object Status
            (Send-SmtpMessage -To z@x.test -Cc a@c_1.test -Bcc a@b_1.test -From a@x.test -Sender a@s_1.test -ReplyTo a@r_1.test -EnvelopeFrom a@e_1.test).Status

            # The same addresses are taken by what Send-MailMessage reads them with, and mean the same.
            {{string.Join(", ", rows.Where(row => !row.To.Contains('\u00a0') && !row.To.Contains('\ufeff')).Select(row => Pwsh.Quote(row.To)))}} | ForEach-Object { ([Net.Mail.MailAddress] $_).User }
            """).AssertSucceeded();

        Assert.Equal(
            [.. Enumerable.Repeat("Accepted", rows.Length + 1), "ops", "ops", "a", "b", "c"],
            result.Lines);
        Assert.Equal(rows.Select(row => row.Recipient), _sandbox.Accepted.Take(rows.Length).Select(mail => mail.Recipients.Single()));
        Assert.All(_sandbox.Accepted.Take(rows.Length), mail => Assert.Equal("job@web_01.example.com", mail.Sender));
        Assert.Equal(["z@x.test", "a@c_1.test", "a@b_1.test"], _sandbox.Accepted[^1].Recipients);
        Assert.Equal("a@e_1.test", _sandbox.Accepted[^1].Sender);
        Assert.Contains("Sender: a@s_1.test\r\nReply-To: a@r_1.test\r\n", Encoding.ASCII.GetString(_sandbox.Accepted[^1].Octets), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_about_an_address_names_it_and_its_parameter()
    {
        (string Parameter, string Value, string Shown)[] rows =
        [
            ("To", "nobody", "nobody"),
            ("To", "a@x.test; b@", "b@"),
            ("Cc", "c@x.test\nBcc: v@x.test", "c@x.test..."),
            ("Bcc", "d@xn--\u00fc.test", "d@xn--\u00fc.test"),
            ("ReplyTo", "e@" + new string('\u00fc', 60) + ".test", "e@" + new string('\u00fc', 60) + ".test"),
            ("Sender", "\"\"@x.test", "\"\"@x.test"),
            ("EnvelopeFrom", "f@x..test", "f@x..test"),
            ("From", "g@x@y", "g@x@y"),
        ];

        var result = Run($$"""
            {{string.Join(", ", rows.Select(row => $"@({Pwsh.Quote(row.Parameter)}, {Pwsh.Quote(row.Value)})"))}} | ForEach-Object {
                $mail = @{ From = 'a@x.test'; To = 'b@x.test' }
                $mail[$_[0]] = $_[1]
                Send-SmtpMessage @mail -ErrorAction SilentlyContinue -ErrorVariable problems
                "$($problems.Count) $($problems[0].FullyQualifiedErrorId.Split(',')[0]) $($problems[0].Exception.Message)"
            }
            """);

        Assert.Equal(rows.Length, result.Lines.Length);
        Assert.All(result.Lines.Zip(rows), pair =>
            Assert.StartsWith($"1 InvalidAddress -{pair.Second.Parameter}: The address '{pair.Second.Shown}' cannot be used: ", pair.First, StringComparison.Ordinal));
        Assert.Empty(_sandbox.Accepted);
    }

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + script);
}
