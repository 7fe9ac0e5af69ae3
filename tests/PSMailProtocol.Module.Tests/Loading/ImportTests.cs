using System;
using System.IO;
using System.Text;
using System.Linq;
using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Loading;

/// <summary>What an import loads and what it leaves alone, and all the ways in which people import.</summary>
public sealed class ImportTests : IDisposable
{
    /// <summary>For a process in which the module is to be imported later: this one is there in any case.</summary>
    internal const string AnotherModule = "Microsoft.PowerShell.Utility";

    private const string Loaded = """
        function Get-OurAssembly { [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.Location -and $_.Location.StartsWith($folder) }).ForEach({ $_.Location.Substring($folder.Length).Replace('\', '/') }) }

        """;

    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public ImportTests() =>
        _sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));

    private string Prologue => SandboxScript.Connect(_sandbox) + $"""
        $folder = {Pwsh.Quote(Path.Combine(Pwsh.Root, "bin"))} + [IO.Path]::DirectorySeparatorChar
        $ours = {Pwsh.Quote(Pwsh.Manifest)}
        $PSDefaultParameterValues['Resolve-MailExchanger:DnsServer'] = '{_sandbox.DnsEndPoint}'

        """;

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void An_import_loads_no_package_and_a_message_sent_or_read_MimeKit_alone()
    {
        _sandbox.Mailbox("alice@sandbox.test").Deliver(Encoding.ASCII.GetBytes(
            "From: =?iso-8859-1?q?J=F6rg?= <a@x.test>\r\nSubject: read\r\nContent-Type: multipart/mixed; " +
            "boundary=b\r\n\r\n--b\r\n\r\ntext\r\n"
            + "--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n--b--\r\n"));

        var result = Pwsh.Run(Prologue + Loaded + """
            'import: ' + (Get-OurAssembly | Sort-Object)
            (Send-SmtpMessage -From me@x.test -To you@x.test -Subject s -Body b).Status
            $message = Get-Pop3Message -Credential $credential
            "$($message.From.DisplayName) $($message.TextBody) $($message.Attachment.FileName) $($message.Attachment.Size) $($message.Defect.Count)"
            'send: ' + (Get-OurAssembly | Sort-Object)
            $null = Resolve-MailExchanger example.com
            'resolve: ' + (Get-OurAssembly | Where-Object { $_ -like '*deps*' } | Sort-Object)
            """).AssertSucceeded();

        const string OurOwn = "net8.0/PSMailProtocol.Core.dll net8.0/PSMailProtocol.dll net8.0/PSMailProtocol.Loader.dll";
        Assert.Equal(
            [
                "import: " + OurOwn, "Accepted", "J\u00f6rg text a.pdf 3 0",
                "send: net8.0/deps/MimeKit.dll net8.0/deps/PSMailProtocol.Mime.dll " + OurOwn,
                "resolve: net8.0/deps/DnsClient.dll net8.0/deps/MimeKit.dll net8.0/deps/PSMailProtocol.Dns.dll " +
                "net8.0/deps/PSMailProtocol.Mime.dll",
            ],
            result.Lines);
    }

    [Fact]
    public void The_sandbox_is_loaded_by_the_first_that_is_started()
    {
        var result = Pwsh.Run(Prologue + Loaded + """
            $null = Get-Command -Module PSMailProtocol | ForEach-Object { $_.Parameters }
            $null = (TabExpansion2 'Start-MailSandbox -Mechanism ').CompletionMatches
            $null = Get-FormatData PSMailProtocol.*
            try { Stop-MailSandbox -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId -replace ',.*')" }
            'before: ' + (Get-OurAssembly | Where-Object { $_ -like '*Sandbox*' })
            $null = Start-MailSandbox
            'after: ' + (Get-OurAssembly | Where-Object { $_ -like '*Sandbox*' })
            """).AssertSucceeded();

        Assert.Equal(["SandboxNotRunning", "before: ", "after: net8.0/PSMailProtocol.Sandbox.dll"], result.Lines);
    }

    [Fact]
    public void The_hook_answers_nobody_else()
    {
        var result = Pwsh.Run(Prologue + """
            $null = Resolve-MailExchanger example.com
            foreach ($name in 'DnsClient', 'PSMailProtocol.NoSuch') {
                try { $null = [Reflection.Assembly]::Load($name); "$name came" } catch [IO.FileNotFoundException] { "$name is not there" }
            }
            """).AssertSucceeded();

        Assert.Equal(["DnsClient is not there", "PSMailProtocol.NoSuch is not there"], result.Lines);
    }

    [Fact]
    public void Objects_of_the_first_import_are_of_use_after_the_second()
    {
        _sandbox.Mailbox("alice@sandbox.test").Deliver("From: a@x.test\r\nSubject: kept\r\n\r\nbody\r\n"u8.ToArray());

        var result = Pwsh.Run(Prologue + """
            $message = Get-Pop3Message -Credential $credential
            $exchanger = Resolve-MailExchanger example.com
            Import-Module $ours -Force
            "forced: $($message.Subject) $($exchanger.IPAddress)"
            Remove-Module PSMailProtocol
            "removed: $($message.TextBody.Trim()) $($exchanger -is [PSMailProtocol.Smtp.MailExchanger])"
            Import-Module $ours
            "again: $((Resolve-MailExchanger example.com).CompareTo($exchanger)) $(($message | Remove-Pop3Message -Confirm:$false).Removed)"
            """).AssertSucceeded();

        Assert.Equal(["forced: kept 192.0.2.1", "removed: body True", "again: 0 True"], result.Lines);
    }

    [Fact]
    public void Another_runspace_imports_and_resolves_as_well()
    {
        var result = Pwsh.Run(Prologue + """
            foreach ($i in 1, 2) {
                $shell = [powershell]::Create().AddScript("Import-Module '$ours'; (Resolve-MailExchanger example.com -DnsServer $($PSDefaultParameterValues['Resolve-MailExchanger:DnsServer'])).Exchange")
                $shell.Invoke()
                $shell.Streams.Error
                $shell.Dispose()
            }
            (Resolve-MailExchanger example.com).Exchange
            """).AssertSucceeded();

        Assert.Equal(Enumerable.Repeat("mx.example.com", 3), result.Lines);
    }

    [Fact]
    public void Types_of_ours_are_found_by_name_and_enumerations_take_names()
    {
        var result = Pwsh.Run("""
            foreach ($type in [PSMailProtocol.Smtp.MailExchanger], [PSMailProtocol.Accounts.MailAccount], [PSMailProtocol.Net.TlsMode], [PSMailProtocol.Pop3Message]) { $type.FullName }
            $tls = (Get-Command Send-SmtpMessage).Parameters['Tls']
            "$($tls.ParameterType.FullName): $([enum]::GetNames($tls.ParameterType))"
            (TabExpansion2 'Send-SmtpMessage -Tls St').CompletionMatches.CompletionText
            """).AssertSucceeded();

        Assert.Equal(
            [
                "PSMailProtocol.Smtp.MailExchanger", "PSMailProtocol.Accounts.MailAccount", "PSMailProtocol.Net.TlsMode",
                "PSMailProtocol.Pop3Message",
                "PSMailProtocol.Net.TlsMode: Auto Implicit StartTls Opportunistic None", "StartTls",
            ],
            result.Lines);
    }

    [Fact]
    public void A_PowerShell_before_7_4_is_told_what_it_lacks()
    {
        var result = Pwsh.Run("""
            try { [PSMailProtocol.Loader.ModuleInitializer]::RequireRuntime([version]'6.0.36') } catch { $_.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId; $_.Exception.InnerException.Message }
            [PSMailProtocol.Loader.ModuleInitializer]::RequireRuntime([version]'8.0.0')
            $loader = [PSMailProtocol.Loader.ModuleInitializer].Assembly
            $loader.GetCustomAttributes([System.Runtime.Versioning.TargetFrameworkAttribute], $false).FrameworkName
            (Test-ModuleManifest $ours).NestedModules[0].Name
            """.Replace("$ours", Pwsh.Quote(Pwsh.Manifest), StringComparison.Ordinal)).AssertSucceeded();

        Assert.Equal(4, result.Lines.Length);
        Assert.Equal("PowerShellTooOld", result.Lines[0]);
        Assert.Contains("needs PowerShell 7.4 or later", result.Lines[1], StringComparison.Ordinal);

        // What an old PowerShell cannot load cannot tell it anything.
        var framework = Version.Parse(result.Lines[2].Replace(".NETCoreApp,Version=v", "", StringComparison.Ordinal));
        Assert.True(framework <= new Version(3, 1), result.Lines[2]);
        Assert.Equal("PSMailProtocol.Loader", result.Lines[3]);
    }
}
