using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Formats;

public class ViewTests
{
    // Walks from what the cmdlets say they emit through every property to every type of ours that can be printed.
    private const string MissingViews = """
        $types = [System.Collections.Generic.HashSet[type]]::new()
        $foreign = [System.Collections.Generic.HashSet[type]]::new()
        $pending = [System.Collections.Generic.Queue[type]]::new([type[]](Get-Command -Module PSMailProtocol).OutputType.Type)
        while ($pending.Count) {
            $type = $pending.Dequeue()
            foreach ($argument in $type.GenericTypeArguments) { $pending.Enqueue($argument) }
            if ($type.Assembly.Location -like '*deps*') { $null = $foreign.Add($type) }
            if ($type.IsEnum -or -not $type.FullName.StartsWith('PSMailProtocol.') -or -not $types.Add($type)) { continue }
            foreach ($property in $type.GetProperties()) { $pending.Enqueue($property.PropertyType) }
            foreach ($interface in $type.GetInterfaces()) { $pending.Enqueue($interface) }
        }
        foreach ($type in $foreign) { "foreign: $type" }
        foreach ($type in $types) {
            # A collection is printed as its elements, a value type is numbers only.
            if ($type.IsValueType -or $type.IsAbstract -or $type.IsAssignableTo([System.Collections.IEnumerable])) { continue }
            foreach ($name in $type.FullName, "Deserialized.$($type.FullName)") {
                $views = (Get-FormatData -TypeName $name).FormatViewDefinition.Control.ForEach({ $_.GetType().Name }) -join ' '
                "$name $views"
            }
        }
        """;

    [Fact]
    public void Every_type_that_a_cmdlet_emits_or_holds_has_a_table_first_and_every_other_kind_of_view()
    {
        var types = Pwsh.Run(MissingViews).AssertSucceeded().Lines;

        // What lies in deps/ is not to be found by name, and is nobody's business.
        Assert.DoesNotContain(types, line => line.StartsWith("foreign: ", StringComparison.Ordinal));
        Assert.Contains(types, line => line.StartsWith("PSMailProtocol.ImapMessage ", StringComparison.Ordinal));
        Assert.Contains(types, line => line.StartsWith("PSMailProtocol.Messages.MimeDefect ", StringComparison.Ordinal));
        Assert.All(types, line => Assert.EndsWith(" TableControl ListControl WideControl CustomControl", line));
    }

    [Fact]
    public void Tables_show_what_one_looks_for()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", System.Net.IPAddress.Parse("192.0.2.1"));
        sandbox.Mailbox("alice").Deliver(Mail("Nightly report", "Bob Baker <bob@example.com>"));
        var script = SandboxScript.Connect(sandbox) + $$"""
            $PSDefaultParameterValues['*-*Message:Credential'] = $credential
            function Show { $input | Format-Table | Out-String -Width 160 }
            Send-SmtpMessage -From bob@example.com -To eve@sandbox.test -Subject 'Done' -Body ok | Show
            Get-ImapMessage | Show
            $message = Get-Pop3Message
            $message | Show
            $message.Mailbox | Show
            $message.Attachment | Show
            $message.Header[0] | Show
            $message | Remove-Pop3Message -Confirm:$false | Show
            Resolve-MailExchanger example.com -DnsServer {{sandbox.DnsEndPoint}} | Show
            """;

        var lines = Pwsh.Run(script).AssertSucceeded().Lines;

        string[][] rows =
        [
            ["Status", "To", "Subject", "Reply"],
            ["Accepted", "eve@sandbox.test", "Done", "250 2.0.0"],
            ["Uid", "Date", "From", "Subject", "Seen"],
            ["1", "2026-", "Bob Baker", "Nightly report", "False"],
            ["Number", "Date", "From", "Subject", "Size"],
            ["1", "2026-", "Bob Baker", "Nightly report"],
            ["Protocol", "Server", "Port", "UserName", "Name"],
            ["POP3", "127.0.0.1", "alice@sandbox.test", "INBOX"],
            ["FileName", "ContentType", "Size", "IsInline"],
            ["report.csv", "text/csv", "5", "False"],
            ["Name", "Value"],
            ["From", "Bob Baker <bob@example.com>"],
            ["Removed", "Uid", "Date", "Subject", "Reason"],
            ["True", "2026-", "Nightly report"],
            ["Domain", "Preference", "Exchange", "IPAddress"],
            ["example.com", "10", "mx.example.com", "192.0.2.1"],
        ];
        Assert.Equal(rows.Length, lines.Count(line => !line.StartsWith('-') && line.Trim('-', ' ').Length > 0));
        Assert.All(rows.Zip(lines.Where(line => line.Trim('-', ' ').Length > 0)), pair => AssertInOrder(pair.First, pair.Second));
    }

    [Theory]
    [InlineData(80, 26)]
    [InlineData(120, 46)]
    public void A_table_gives_its_width_to_recipients_and_subjects(int width, int legible)
    {
        var words = string.Concat(Enumerable.Range(0, 9).Select(i => $"word{i}-"));
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Mail(words, "Bob Baker <bob@example.com>"));

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            function Show { ($input | Format-Table | Out-String -Width {{width}}).Split("`n").Where({ $_ -match 'word0' }) }
            Send-SmtpMessage -From a@x.test -To 'word0-word1-word2-word3-word4-word5@sandbox.test' -Subject '{{words}}' | Show
            Get-ImapMessage -Credential $credential | Show
            Get-Pop3Message -Credential $credential | Export-MailMessage files
            Get-ChildItem files | Import-MailMessage | Show
            $message = Get-Pop3Message -Credential $credential
            $message | Show
            """).AssertSucceeded().Lines;

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Contains(words[..(legible - 1)], line));
        Assert.Contains("word0-word1-word2-word3-word4-word5@sandbox.test"[..(legible - 1)], lines[0]);
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
    }

    [Fact]
    public void What_the_views_need_is_no_property_that_scripts_get()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Mail("Nightly report", "bob@example.com"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $message = Get-ImapMessage -Credential $credential
            ($message | Select-Object *).PSObject.Properties.Name
            ($message | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json).PSObject.Properties.Name
            """).AssertSucceeded();

        Assert.Equal(2, result.Lines.Count(line => line == "Subject"));
        Assert.DoesNotContain("Display", result.Lines);
    }

    [Fact]
    public void What_the_views_need_is_hidden_from_Get_Member_unless_hidden_members_are_asked_for()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Mail("Nightly report", "bob@example.com"));
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", System.Net.IPAddress.Parse("192.0.2.1"));

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            $message = Get-Pop3Message -Credential $credential
            $objects = @(
                $message, $message.Mailbox, $message.Attachment[0], $message.From, $message.Header[0]
                Get-ImapMessage -Credential $credential
                Get-Pop3Message -Credential $credential -Summary
                Send-SmtpMessage -From a@x.test -To b@x.test -Subject s
                $message | Remove-Pop3Message -Confirm:$false
                Resolve-MailExchanger example.com -DnsServer {{sandbox.DnsEndPoint}}
            )
            $objects | Export-Clixml objects.xml -Depth 3
            foreach ($object in $objects + (Import-Clixml objects.xml)) {
                $shown = ($object | Get-Member).Name -match '^(Display|PSStandardMembers)$'
                $forced = @(($object | Get-Member -Force).Name) -contains 'Display'
                if ($shown -or -not $forced) { "$($object.PSTypeNames[0]): $shown $forced" }
            }
            "$($objects.Count) and as many stored"
            """).AssertSucceeded().Lines;

        Assert.Equal(["10 and as many stored"], lines);
    }

    private static void AssertInOrder(IEnumerable<string> words, string line)
    {
        var position = 0;
        foreach (var word in words)
        {
            var found = line.IndexOf(word, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{word}' is not in its place in: {line}");
            position = found + word.Length;
        }
    }

    private static byte[] Mail(string subject, string from) => Encoding.ASCII.GetBytes(string.Join("\r\n",
        $"From: {from}",
        "To: alice@sandbox.test",
        $"Subject: {subject}",
        "Date: Fri, 20 Nov 2026 12:00:00 +0000",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "See the attachment.",
        "--b",
        "Content-Type: text/csv; name=report.csv",
        "Content-Disposition: attachment; filename=report.csv",
        "",
        "a,b\r\n",
        "--b--",
        ""));
}
