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

    [Fact]
    public void Header_values_are_the_same_in_every_culture_and_null_is_no_field()
    {
        var result = Run("""
            $fields = [ordered]@{
                'X-Load' = 1.5; 'X-When' = [datetime] '2024-03-04'; 'X-Sizes' = @(0.25, $null, 2.5); 'X-Decimal' = [psobject] 12.75d; 'X-Flag' = $true
                'X-None' = $null; 'X-Nothing' = (1 | Where-Object { $_ -gt 1 }); 'X-Null' = [DBNull]::Value; 'In-Reply-To' = $null; 'Subject' = $null; 'X-Empty' = ''
            }
            foreach ($culture in 'de-DE', 'en-US') {
                [cultureinfo]::CurrentCulture = $culture
                (Send-SmtpMessage -From a@x.test -To b@x.test -Header $fields).Status
            }
            """).AssertSucceeded();

        Assert.Equal(["Accepted", "Accepted"], result.Lines);
        Assert.All(_sandbox.Accepted, mail => Assert.Equal(
            ["X-Load: 1.5", "X-When: 03/04/2024 00:00:00", "X-Sizes: 0.25", "X-Sizes: 2.5", "X-Decimal: 12.75", "X-Flag: True", "X-Empty:"],
            Fields(mail).Where(field => field.StartsWith("X-", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_field_that_has_a_parameter_is_refused_with_advice_that_names_it()
    {
        (string Field, string Advice)[] rows =
        [
            ("Subject", "-Subject"), ("Reply-To", "-ReplyTo"), ("Sender", "-Sender"), ("Date", "-Date"), ("message-id", "-MessageId"), ("From", "-From"),
            ("to", "-To"), ("CC", "-Cc"), ("Bcc", "-Bcc"), ("Resent-Bcc", "-Bcc"), ("MIME-Version", "Leave it out"), ("Content-Type", "-BodyAsHtml"),
            ("Importance", "-Priority"), ("X-Priority", "-Priority"), ("Priority", "-Priority"), ("Disposition-Notification-To", "-RequestReadReceipt"),
        ];

        var result = Run($$"""
            {{string.Join(", ", rows.Select(row => Pwsh.Quote(row.Field)))}} | ForEach-Object {
                Send-SmtpMessage -From a@x.test -To b@x.test -Priority High -RequestReadReceipt -Header @{ $_ = 'x' } -ErrorAction SilentlyContinue -ErrorVariable problems
                "$($problems[0].FullyQualifiedErrorId.Split(',')[0])|$($problems[0].Exception.Message)|$($problems[0].ErrorDetails.RecommendedAction)"
            }
            # Without those parameters the last four may be set.
            (Send-SmtpMessage -From a@x.test -To b@x.test -Header @{ Importance = 'low'; 'X-Priority' = 4; Priority = 'normal'; 'Disposition-Notification-To' = 'c@x.test' }).Status
            """).AssertSucceeded();

        Assert.Equal("Accepted", result.Lines[^1]);
        Assert.Equal(rows.Length, result.Lines.Length - 1);
        Assert.All(result.Lines.Zip(rows), pair =>
        {
            var said = pair.First.Split('|');
            Assert.Equal(("InvalidHeaderName", $"-Header: the message sets {pair.Second.Field} itself."), (said[0], said[1]));
            Assert.Matches($@"{pair.Second.Advice}\b", said[2]);
        });
        Assert.Single(_sandbox.Accepted);
    }

    [Fact]
    public void Date_and_message_id_are_parameters()
    {
        var result = Run("""
            $mail = @{ From = 'a@x.test'; To = 'b@x.test'; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
            (Send-SmtpMessage @mail -MessageId ' <one@x.test> ' -Date '2024-03-04T05:06:07-05:30').MessageId
            (Send-SmtpMessage @mail -MessageId two@x.test -Date ([datetime]::new(2024, 3, 4, 5, 6, 7, [DateTimeKind]::Utc))).MessageId
            [pscustomobject]@{ Id = 3 }, [pscustomobject]@{ Id = 4; MessageId = 'other@x.test'; Date = 'soon' } | Send-SmtpMessage @mail -MessageId { "row$($_.Id)@x.test" } -Subject s | ForEach-Object MessageId

            # What a row says of another message is not taken, and one id is not for two.
            [pscustomobject]@{ Subject = 'a'; MessageId = 'other@x.test'; Date = '2001-01-01' } | Send-SmtpMessage @mail | ForEach-Object { $_.MessageId -eq 'other@x.test' }
            [pscustomobject]@{ MessageId = 'other@x.test' } | Send-SmtpMessage @mail
            $problems[0].FullyQualifiedErrorId.Split(',')[0]
            [pscustomobject]@{ Subject = 'a' }, [pscustomobject]@{ Subject = 'b' } | Send-SmtpMessage @mail -MessageId five@x.test | ForEach-Object Subject
            "$($problems[0].FullyQualifiedErrorId.Split(',')[0]) $($problems[0].ErrorDetails.RecommendedAction)"
            foreach ($id in 'not an id', "a@x.test`nBcc: v@x.test") {
                Send-SmtpMessage @mail -MessageId $id
                "$($problems[0].FullyQualifiedErrorId.Split(',')[0]) $($problems[0].Exception.Message) $($problems[0].ErrorDetails.RecommendedAction)"
            }
            try { Send-SmtpMessage @mail -Date soon } catch { $_.Exception.Message }
            """).AssertSucceeded();

        Assert.Equal(
            [
                "one@x.test", "two@x.test", "row3@x.test", "row4@x.test", "False", "InvalidInputObject", "a",
                "InvalidParameter Give each its own: -MessageId { \"$($_.Id)@example.com\" }; or leave -MessageId out.",
                "InvalidHeaderValue -MessageId is not an id of printable ASCII without spaces and angle brackets. Write a message id as id@example.com or <id@example.com>.",
                "InvalidHeaderValue -MessageId contains a carriage return, line feed or NUL. Write a message id as id@example.com or <id@example.com>.",
                "Cannot process argument transformation on parameter 'Date'. \"soon\" is no moment, such as 2026-01-31 or 2026-01-31T12:00:00+01:00.",
            ],
            result.Lines);
        Assert.Equal(["Date: Mon, 4 Mar 2024 05:06:07 -0530", "Date: Mon, 4 Mar 2024 05:06:07 +0000"], _sandbox.Accepted.Take(2).SelectMany(Fields).Where(field => field.StartsWith("Date: ", StringComparison.Ordinal)));
        Assert.Equal(["Message-ID: <one@x.test>", "Message-ID: <two@x.test>"], _sandbox.Accepted.Take(2).SelectMany(Fields).Where(field => field.StartsWith("Message-ID: ", StringComparison.Ordinal)));
        Assert.All(_sandbox.Accepted.Skip(2), mail => Assert.DoesNotContain("2001", string.Concat(Fields(mail)), StringComparison.Ordinal));
    }

    private static string[] Fields(SandboxMail mail) => Encoding.ASCII.GetString(mail.Octets).Split("\r\n\r\n")[0].Split("\r\n");

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + script);
}
