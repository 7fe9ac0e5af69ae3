using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Help;

/// <summary>Every example of the help runs as it is printed; only servers, ports and the credential are the sandbox's.</summary>
public sealed class ExampleTests : IDisposable
{
    // Get-Credential is the one who types here. The files are those that the examples name.
    private const string Prologue = """
        $ErrorActionPreference = 'Stop'
        $sandboxCredential = $credential
        Remove-Variable credential
        function Get-Credential { $sandboxCredential }
        Set-Content backup.log 'all is well'
        Set-Content load.png 'an image'
        Set-Content people.csv 'To,EmailAddress,Attachment', 'ann@example.com,ann@example.com,backup.log', 'bob@example.org,bob@example.org,backup.log'

        """;

    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Of_Send_SmtpMessage()
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "550 5.1.1 No such user").When(argument => argument.Contains("bob@example.com", StringComparison.Ordinal)));

        Deliver("Nightly report", "Fri, 20 Nov 2026 12:00:00 +0000");

        var outputs = Run("Send-SmtpMessage");

        Assert.Equal(
            ["Backup finished", "Your timesheet", "Your timesheet", "Load of the week", "Report", "The logs", "Welcome", "Welcome", "Nightly report", "Prepared"],
            _sandbox.Accepted.Select(SubjectOf));
        Assert.Contains("bob@example.com", outputs[3]);
        Assert.Contains("RecipientRejected,", outputs[3]);
        Assert.Contains("PartlyAccepted", outputs[3]);
        Assert.Equal(2, outputs[4].Split("What if:").Length - 1);
        Assert.Contains("ann@example.com", outputs[6]);
        Assert.Contains("bob@example.org", outputs[6]);
        Assert.Contains("keeper@example.com", outputs[7]);
    }

    [Fact]
    public void Of_Resolve_MailExchanger()
    {
        _sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1")).AddNullMx("example.org");

        var outputs = Run("Resolve-MailExchanger");

        Assert.Contains("mx.example.com", outputs[0]);
        Assert.Contains("example.org", outputs[1]);
        Assert.Equal("example.com", outputs[2].Trim());
    }

    [Fact]
    public void Of_Get_Pop3Message()
    {
        Deliver("Nightly report 1", "Fri, 20 Nov 2026 12:00:00 +0000");
        Deliver("Nightly report 2", "Fri, 20 Nov 2026 13:00:00 +0000");

        var outputs = Run("Get-Pop3Message");

        Assert.All(outputs.Take(2), output => Assert.Contains("Nightly report 2", output));
        Assert.Contains("report.csv", outputs[2]);
        Assert.All(outputs.TakeLast(2), output => Assert.Contains("Nightly report 2", output));
    }

    [Fact]
    public void Of_Remove_Pop3Message()
    {
        Deliver("Long ago", "Wed, 1 Jan 2020 12:00:00 +0000");
        Deliver("Without a date", "");
        Deliver("Two months ago", DateTimeOffset.Now.AddDays(-60).ToString("r", CultureInfo.InvariantCulture));
        Deliver("The newsletter", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture));
        Deliver("One", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture), "uid-1");
        Deliver("Two", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture), "uid-2");
        Deliver("Nightly report", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture));

        var outputs = Run("Remove-Pop3Message");

        Assert.Contains("The newsletter", outputs[1]);
        Assert.Contains("1 of 1 removed", outputs[3]);
        Assert.Contains("Two months ago", outputs[4]);
        Assert.Equal(3, _sandbox.Mailbox("alice").Messages.Count);
    }

    [Fact]
    public void Of_Get_ImapMessage()
    {
        Deliver("Nightly report", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture));

        var outputs = Run("Get-ImapMessage");

        Assert.All(outputs.Where((_, i) => i != 2), output => Assert.Contains("Nightly report", output));
        Assert.Contains("message.eml", outputs[2]);
        Assert.All(_sandbox.Mailbox("alice").Messages, message => Assert.DoesNotContain("\\Seen", message.Flags));
    }

    [Fact]
    public void Of_Save_MailAttachment()
    {
        Deliver("Nightly report", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture));

        var outputs = Run("Save-MailAttachment");

        Assert.All(outputs, output => Assert.Contains("report.csv", output));
    }

    [Fact]
    public void Of_Export_MailMessage()
    {
        Deliver("Long ago", "Wed, 1 Jan 2020 12:00:00 +0000", "uid-1");
        Deliver("Nightly report", DateTimeOffset.Now.ToString("r", CultureInfo.InvariantCulture), "uid-2");

        var outputs = Run("Export-MailMessage");

        Assert.Contains("20200101-120000 Long ago uid-1.eml", outputs[0]);
        Assert.Contains("Nightly report uid-2.eml", outputs[0]);
        Assert.Contains("True", outputs[1]);
        Assert.Contains("Nightly report", outputs[2]);
        Assert.DoesNotContain("Long ago", outputs[2]);
    }

    [Fact]
    public void Of_Import_MailMessage()
    {
        var outputs = Run("Import-MailMessage", """
            $text = 'From: Backup <backup@example.com>', 'Subject: Nightly report', 'Content-Disposition: attachment; filename=report.csv', '', 'a,b'
            Set-Content nightly.eml $text
            Set-Content inbox.mbox (@('From a@example.com Mon Jan  5 10:15:00 2026') + $text)

            """);

        Assert.All(outputs, output => Assert.Contains("Nightly report", output));
    }

    private static string SubjectOf(SandboxMail mail) =>
        Encoding.ASCII.GetString(mail.Octets).Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

    /// <summary>Runs the examples of a cmdlet in order, in one process; any error that they do not expect ends it.</summary>
    /// <returns>What each one showed.</returns>
    private string[] Run(string cmdlet, string preparation = "")
    {
        const string mark = "---- end of an example ----";
        var examples = HelpFile.ExamplesOf(cmdlet).Select(example => $"& {{\n{example}\n}} | Out-String -Width 200\n'{mark}'\n").ToList();
        var script = SandboxScript.Connect(_sandbox)
            + $"$PSDefaultParameterValues['Resolve-MailExchanger:DnsServer'] = '{_sandbox.DnsEndPoint}'\n"
            + Prologue
            + preparation
            + string.Concat(examples).Replace("mail.example.com", _sandbox.Host, StringComparison.Ordinal).Replace("192.0.2.53", _sandbox.DnsEndPoint.ToString(), StringComparison.Ordinal);

        var outputs = Pwsh.Run(script).AssertSucceeded().Output.Split(mark).SkipLast(1).ToArray();

        Assert.Equal(examples.Count, outputs.Length);
        Assert.All(outputs, output => Assert.NotEqual("", output.Trim()));
        return outputs;
    }

    private void Deliver(string subject, string date, string? uniqueId = null) => _sandbox.Mailbox("alice").Deliver(
        Encoding.ASCII.GetBytes(string.Join("\r\n", Mail(subject, date))), uniqueId: uniqueId);

    private static IEnumerable<string> Mail(string subject, string date)
    {
        yield return "From: Backup <backup@example.com>";
        yield return "To: alice@sandbox.test";
        yield return $"Subject: {subject}";
        if (date.Length > 0)
            yield return $"Date: {date}";
        yield return "Content-Type: multipart/mixed; boundary=b";
        yield return "";
        yield return "--b";
        yield return "";
        yield return "See the attachment.";
        yield return "--b";
        yield return "Content-Type: text/csv; name=report.csv";
        yield return "Content-Disposition: attachment; filename=report.csv";
        yield return "";
        yield return "a,b";
        yield return "--b--";
        yield return "";
    }
}
