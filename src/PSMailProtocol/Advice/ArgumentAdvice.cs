using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Dns;
using PSMailProtocol.Imap;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Probing;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Advice;

/// <summary>By what parameter a value came that the core cannot use, and what to do about it.</summary>
internal static class ArgumentAdvice
{
    private const string ClientName =
        "Give -Helo this machine's name such as host.example.com, or its address in brackets such as [192.0.2.1].";

    private const string Authentication =
        "A password and its user name are given by -Credential, a token by -Token and a client certificate by -Certificate; without " +
        "-Authentication the strongest mechanism is used that fits.";

    /// <summary>The same failure, named as the one who typed the command knows it.</summary>
    public static MailException Named(MailException failure) =>
        failure is MailArgumentException argument && Parameter(argument.ParamName) is { } parameter
            ? new MailException(argument.Error, $"{parameter} {argument.Complaint}", argument)
            : failure;

    /// <summary>What to do next, or null.</summary>
    public static string? For(MailArgumentException failure) => failure.ParamName switch
    {
        nameof(MailDraft.MessageId) or nameof(MailDraft.InReplyTo) or nameof(MailDraft.References) =>
            "Write a message id as id@example.com or <id@example.com>.",
        nameof(MailSandboxOptions.Certificate) =>
            "Give a certificate with its private key, as a .pfx file has it and a .cer file has not; or leave -Certificate out, and the " +
            "sandbox makes one.",
        nameof(ProbeAnswer.Command) when failure.Error == MailErrors.InvalidWireText =>
            "Write one command in one line, its arguments as atoms or in quotes; a command that follows it is another element of -Command.",
        nameof(DnsServerAddress) => "Check the spelling of -DnsServer, or give it an address such as 192.0.2.53.",
        _ when failure.Error == MailErrors.InvalidParameter => ForParameter(failure.ParamName),
        _ => null,
    };

    private static string? ForParameter(string paramName) => paramName switch
    {
        nameof(SmtpMailerOptions.ClientName) => ClientName,
        nameof(MailAccount.Authentication) => Authentication,
        nameof(MailConnection.Host) => "Give -Server the name that the certificate carries, such as mail.example.com, or an address.",
        nameof(MailConnectionOptions.ClientCertificates) => "Give -Certificate, with its private key.",
        nameof(MailConnectionOptions.PinnedCertificate) =>
            "Give the SHA-256 fingerprint of the server's certificate; the error CertificateRejected, which comes without " +
            "-PinnedCertificate, names the one that the server shows.",
        nameof(ProbeAnswer.Command) =>
            "A login is tried with -Credential, an envelope with -From and -To; Get-Pop3Message and Get-ImapMessage read mail.",
        nameof(NetworkCredential.UserName) => "Give -Credential with the user name together with -Token.",
        nameof(MailSandboxOptions.Address) =>
            "Give an address of the network 127.0.0.0/8, such as 127.0.0.2; nothing but this machine reaches a sandbox. Nothing was " +
            "started.",
        _ => null,
    };

    /// <summary>What the one who types a command calls a value, or null for one that no parameter alone carries.</summary>
    private static string? Parameter(string paramName) => paramName switch
    {
        nameof(NetworkCredential.UserName) => "The user name of -Credential",
        nameof(NetworkCredential.Password) => "The password of -Credential",
        nameof(MailCredentialKind.Token) => "-Token",
        nameof(MailAccount.Authentication) => "-Authentication",
        nameof(MailConnectionOptions.ClientCertificates) => "-Certificate",
        nameof(MailConnectionOptions.PinnedCertificate) => "-PinnedCertificate",
        nameof(MailConnection.Host) => "-Server",
        nameof(SmtpMailerOptions.ClientName) => "-Helo",
        nameof(MailDraft.MessageId) => "-MessageId",
        nameof(MailDraft.InReplyTo) => "-Header: In-Reply-To",
        nameof(MailDraft.References) => "-Header: References",
        nameof(ImapSearchCriteria.From) => "-From",
        nameof(ImapSearchCriteria.To) => "-To",
        nameof(ImapSearchCriteria.Cc) => "-Cc",
        nameof(ImapSearchCriteria.Subject) => "-Subject",
        nameof(ImapSearchCriteria.Body) => "-Body",
        nameof(ImapSearchCriteria.Text) => "-Text",
        nameof(ImapSearchCriteria.Raw) => "-Search",
        nameof(ImapSearchCriteria.Keywords) => "-Keyword",
        nameof(ImapSearchCriteria.Header) => "-Header",
        nameof(ImapSearchCriteria.GmailQuery) => "-GmailQuery",
        nameof(ImapSession.Mailbox) => "-Mailbox",
        nameof(MailSandboxOptions.Certificate) => "-Certificate",
        nameof(MailSandboxOptions.Address) => "-Address",
        nameof(MailSandboxOptions.SmtpPort) or nameof(MailSandboxOptions.SmtpsPort) or nameof(MailSandboxOptions.Pop3Port)
            or nameof(MailSandboxOptions.Pop3sPort)
            or nameof(MailSandboxOptions.ImapPort) or nameof(MailSandboxOptions.ImapsPort) or nameof(MailSandboxOptions.DnsPort)
            or nameof(MailSandboxOptions.WebPort)
            or nameof(MailSandboxOptions.PolicyPort) => $"-{paramName}",
        nameof(ProbeAnswer.Command) => "-Command",
        nameof(DnsServerAddress) => "-DnsServer",
        _ => null,
    };
}
