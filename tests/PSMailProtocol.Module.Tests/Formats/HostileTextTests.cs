using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Formats;

/// <summary>Text of a sender or a server must not reach the terminal as control sequences, whatever the view.</summary>
public class HostileTextTests
{
    /// <summary>Sets the terminal's title, rings its bell, begins a sequence by its one-octet form, erases.</summary>
    private const string Hostile = "\u001b]0;pwn\u0007\u009b31m\u007f\u0008\ttext";

    // Without this PowerShell itself takes some sequences out of output that is no terminal's, and hides what a view does.
    private const string ShowRaw = """
        $PSStyle.OutputRendering = 'Ansi'
        function Show {
            $objects = @($input)
            $objects | Out-String -Width 300
            $objects | Format-Table | Out-String -Width 300
            $objects | Format-List | Out-String -Width 300
            $objects | Format-Wide | Out-String -Width 300
            $objects | Format-Custom | Out-String -Width 300
        }

        """;

    [Fact]
    public void No_view_lets_control_characters_of_a_message_through_and_no_property_loses_them()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(HostileMail());
        sandbox.Mailbox("alice").Deliver(HostileReport());
        sandbox.Mailbox("alice").Deliver(HostileReceipt());
        var script = ShowRaw + SandboxScript.Connect(sandbox) + """
            $messages = @(Get-ImapMessage -Credential $credential) + @(Get-Pop3Message -Credential $credential)
            $messages | Show
            $messages.From, $messages.To, $messages.Attachment, $messages.Header, $messages.Defect, $messages.Mailbox | ForEach-Object { $_ } | Show
            $messages.DeliveryStatus, $messages.DispositionNotification | ForEach-Object { $_ } | Show
            'reports: ' + $messages.DeliveryStatus.Count + ', ' + @($messages.DispositionNotification).Where({ $_ }).Count
            'subject in code points: ' + ([int[]][char[]]$messages[0].Subject -join ',')
            """;

        var result = Pwsh.Run(script).AssertSucceeded();

        Assert.Contains($"subject in code points: {string.Join(',', Hostile.Select(c => (int)c))}", result.Output);
        Assert.Contains("?]0;pwn??31m", result.Output);
        Assert.Contains("reports: 2, 2", result.Output);
        AssertHarmless(result.Output);
    }

    [Fact]
    public void No_view_lets_control_characters_of_a_server_through()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, SandboxFault.EndOfData, $"250 2.0.0 {Hostile}"));
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", $"550 5.1.1 {Hostile}").When(argument => argument.Contains("mallory", StringComparison.Ordinal)));
        sandbox.Mailbox("alice").Deliver(HostileMail(), uniqueId: "\u001b]0;pwn\u0007");
        var script = ShowRaw + SandboxScript.Connect(sandbox) + """
            $sent = Send-SmtpMessage -From bob@example.com -To eve@sandbox.test, mallory@sandbox.test -Subject x -Body y -ErrorAction Ignore
            $sent, $sent.AcceptedRecipient, $sent.RejectedRecipient, $sent.RejectedRecipient.Reply | ForEach-Object { $_ } | Show
            Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false | Show
            'every stream:'
            Send-SmtpMessage -From bob@example.com -To mallory@sandbox.test -Subject x -Body y -ErrorAction Continue -Verbose -Debug *>&1 | Out-String -Width 300
            'reply raw: ' + $sent.Reply.Contains([char]27)
            """;

        var result = Pwsh.Run(script).AssertSucceeded();

        Assert.Contains("reply raw: True", result.Output);
        Assert.Contains("?]0;pwn??31m", result.Output);
        var streams = result.Output.Split("every stream:")[1];
        Assert.Contains("No recipient was accepted", streams);
        Assert.Contains("S: 550 5.1.1 ?]0;pwn??31m", streams);
        AssertHarmless(result.Output);
    }

    [Fact]
    public void No_question_and_no_error_lets_a_UID_through()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(HostileMail(), uniqueId: "\u001b]0;pwn\u0007");
        sandbox.Mailbox("alice").Deliver(HostileMail(), uniqueId: "\u001b]0;twin\u0007");
        sandbox.Mailbox("alice").Deliver(HostileMail(), uniqueId: "\u001b]0;twin\u0007");
        var script = ShowRaw + SandboxScript.Connect(sandbox) + """
            $messages = @(Get-Pop3Message -Credential $credential)
            'what if:'
            $messages | Remove-Pop3Message -WhatIf
            $messages[0].Uid | ForEach-Object { [pscustomobject]@{ Uid = $_ } } | Remove-Pop3Message -Credential $credential -WhatIf
            Remove-Pop3Message -Credential $credential -All -WhatIf
            'errors:'
            & {
                Get-Pop3Message -Credential $credential -Uid "$([char]27)]0;gone$([char]7)"
                Remove-Pop3Message -Credential $credential -Uid "$([char]27)]0;gone$([char]7)", $messages[1].Uid -Confirm:$false
                Get-Pop3Message -Credential $credential -TopLine 0 -Verbose -Debug
            } *>&1 | Out-String -Width 300
            'targets:'
            $ErrorView = 'NormalView'
            Get-Pop3Message -Credential $credential -Uid "$([char]27)]0;gone$([char]7)" 2>&1 | Out-String -Width 300
            $messages[0] | Remove-Pop3Message -Server elsewhere.test 2>&1 | Out-String -Width 300
            """;

        var result = Pwsh.Run(script).AssertSucceeded();

        Assert.Contains("UID ?]0;pwn?", result.Output.Split("errors:")[0]);
        Assert.Contains("UID ?]0;gone?", result.Output.Split("errors:")[1]);
        Assert.Contains("UID ?]0;twin?", result.Output.Split("errors:")[1]);
        Assert.Contains("(?]0;gone?:String)", result.Output.Split("targets:")[1]);
        AssertHarmless(result.Output);
    }

    [Fact]
    public void An_object_that_was_saved_and_read_again_is_shown_as_carefully()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(HostileMail());
        var saved = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            Get-ImapMessage -Credential $credential | Export-Clixml message.xml
            Get-Content message.xml -Raw
            """).AssertSucceeded().Output;
        Assert.DoesNotContain(SandboxScript.Password, saved);

        var result = Pwsh.Run(ShowRaw + $$"""
            Set-Content message.xml {{Pwsh.Quote(saved)}}
            $message = Import-Clixml message.xml
            $message, $message.From, $message.Attachment | ForEach-Object { $_ } | Show
            $message.PSObject.TypeNames[0]
            """).AssertSucceeded();

        Assert.Contains("Deserialized.PSMailProtocol.ImapMessage", result.Output);
        Assert.Contains("?]0;pwn??31m", result.Output);
        AssertHarmless(result.Output);
    }

    [Fact]
    public void An_object_without_a_view_of_ours_would_be_seen_to_leak()
    {
        var result = Pwsh.Run(ShowRaw + "[pscustomobject]@{ Subject = [string]::new([char[]](27, 93, 48, 7)) } | Show").AssertSucceeded();

        Assert.Contains('\u001b', result.Output);
        Assert.Contains('\u0007', result.Output);
    }

    private static void AssertHarmless(string shown)
    {
        // The colours of headings are PowerShell's own; the hostile text has no sequence of that form.
        var output = Regex.Replace(shown, @"\u001b\[[0-9;]*m", "");
        var leak = output.ToList().FindIndex(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'));
        Assert.True(leak < 0, leak < 0 ? "" : $"U+{(int)output[leak]:X4} leaks behind: {output[Math.Max(0, leak - 200)..leak]}");
    }

    private static string Encoded(string text) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static byte[] HostileMail() => Encoding.UTF8.GetBytes(string.Join("\r\n",
        $"Received: from {Hostile} by {Hostile} with {Hostile}; Fri, 20 Nov 2026 12:00:00 +0000",
        $"From: {Encoded(Hostile)} <bob@example.com>",
        $"To: {Encoded(Hostile)} <alice@sandbox.test>, \"{Hostile}\"@example.com",
        $"Subject: {Encoded(Hostile)}",
        $"Message-ID: <{Hostile}@example.com>",
        "Date: Fri, 20 Nov 2026 12:00:00 +0000",
        $"X-{Hostile}: {Hostile}",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        $"{Hostile}\r\n{Hostile}",
        "--b",
        "Content-Type: text/html",
        "",
        $"<p>{Hostile}</p>",
        "--b",
        $"Content-Type: application/x-{Hostile}; name=\"{Encoded(Hostile)}\"",
        $"Content-Disposition: attachment; filename=\"{Encoded(Hostile)}\"",
        $"Content-ID: <{Hostile}>",
        "",
        "content",
        "--b",
        "Content-Type: message/rfc822",
        "",
        $"Subject: {Encoded(Hostile)}",
        "",
        Hostile,
        "--b--",
        ""));

    private static byte[] HostileReport() => Encoding.UTF8.GetBytes(string.Join("\r\n",
        $"Received: from {Hostile} by {Hostile} with {Hostile}; Fri, 20 Nov 2026 12:00:00 +0000",
        "From: postmaster@example.com",
        $"Subject: {Encoded(Hostile)}",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b",
        "",
        "It failed.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        $"Reporting-MTA: dns; {Hostile}",
        "",
        $"Final-Recipient: rfc822; {Hostile}",
        $"Action: {Hostile}",
        $"Status: {Hostile}",
        $"Diagnostic-Code: smtp; {Hostile}",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        $"Subject: {Encoded(Hostile)}",
        "",
        "--b--",
        ""));

    private static byte[] HostileReceipt() => Encoding.UTF8.GetBytes(string.Join("\r\n",
        "From: eve@example.com",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "",
        "--b",
        "",
        "It was read.",
        "--b",
        "Content-Type: message/disposition-notification",
        "",
        $"Reporting-UA: {Hostile}",
        $"Final-Recipient: rfc822; {Hostile}",
        $"Original-Message-ID: <{Hostile}>",
        $"Disposition: {Hostile}/{Hostile}; {Hostile}/{Hostile}",
        "",
        "--b--",
        ""));
}
