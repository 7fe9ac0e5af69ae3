using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Module.Tests;

/// <summary>Points scripts at a sandbox by <c>$PSDefaultParameterValues</c>, so that they name no server themselves.</summary>
internal static class SandboxScript
{
    /// <summary>The password of <c>$credential</c>.</summary>
    public const string Password = "open sesame";

    /// <summary>Defines <c>$credential</c> and the defaults of every cmdlet: STARTTLS on the ports of the sandbox.</summary>
    public static string Connect(MailSandbox sandbox, string user = "alice@sandbox.test") => $$"""
        $credential = [pscredential]::new({{Pwsh.Quote(user)}}, (ConvertTo-SecureString '{{Password}}' -AsPlainText -Force))
        $PSDefaultParameterValues = @{
            '*-SmtpMessage:Server' = '{{sandbox.Host}}'; '*-SmtpMessage:Port' = {{sandbox.SmtpPort}}; '*-SmtpMessage:SkipCertificateCheck' = $true
            '*-Pop3Message:Server' = '{{sandbox.Host}}'; '*-Pop3Message:Port' = {{sandbox.Pop3Port}}; '*-Pop3Message:SkipCertificateCheck' = $true
            '*-ImapMessage:Server' = '{{sandbox.Host}}'; '*-ImapMessage:Port' = {{sandbox.ImapPort}}; '*-ImapMessage:SkipCertificateCheck' = $true
            '*-ImapFolder:Server' = '{{sandbox.Host}}'; '*-ImapFolder:Port' = {{sandbox.ImapPort}}; '*-ImapFolder:SkipCertificateCheck' = $true
        }

        """;
}
