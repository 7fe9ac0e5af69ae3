using System.Collections.Generic;

namespace PSMailProtocol.Advice;

/// <summary>What to do about each kind of failure, where nothing more is known. <c>docs/errors.md</c> prints it.</summary>
internal static class ErrorAdvice
{
    private static readonly Dictionary<MailError, string> ByError = new()
    {
        // Input
        [MailErrors.ServerNotSpecified] = "Give -Server, or for sending set $PSEmailServer.",
        [MailErrors.InvalidAddress] = "Write the address as user@example.com or \"Display Name <user@example.com>\", without line breaks.",
        [MailErrors.InvalidHeaderValue] = "Remove carriage return, line feed and NUL from the value; long values are folded for you.",
        [MailErrors.InvalidHeaderName] = "A header name is printable ASCII without space and colon, for example X-Job-Id.",
        [MailErrors.InvalidWireText] = "Remove carriage return, line feed and NUL from the named value.",
        [MailErrors.InvalidParameter] = "Correct the named parameter; Get-Help shows what it takes.",
        [MailErrors.InvalidInputObject] = "Pipe what the reading cmdlets emit, or an object with the properties that Get-Help names.",
        [MailErrors.ConfirmationUnavailable] =
            "Give -Confirm:$false to agree beforehand, or run the command where somebody can answer; -WhatIf shows what it would do.",
        [MailErrors.InvalidDomainName] = "Give a domain such as example.com or an address such as user@example.com.",
        [MailErrors.AttachmentNotFound] = "Check the path; a relative one starts at the current PowerShell location. Nothing was sent.",
        [MailErrors.AttachmentUnreadable] = "Check the permissions of the file and whether another program holds it. Nothing was sent.",
        [MailErrors.ContentChanged] =
            "Other octets are never filed under the Message-ID of what was sent: restore the file, or keep files as they are until the " +
            "copies are stored.",
        [MailErrors.FileNotWritten] = "Check that the folder exists and can be written to.",
        [MailErrors.SpoolFailed] =
            "Make room in the folder for temporary files, or set TMPDIR (TEMP on Windows) to another; keep fewer large messages at a " +
            "time, or pass them over with -MaximumSize.",
        [MailErrors.FileExists] = "Leave -NoClobber out to have the new file numbered, or use -Force to replace the old one.",
        [MailErrors.MailFileNotFound] =
            "Check the path; a relative one starts at the current PowerShell location, and -LiteralPath takes brackets as they are.",
        [MailErrors.MailFileUnreadable] = "Check the permissions of the file and whether another program holds it.",
        [MailErrors.InvalidMbox] =
            "A mbox file begins with a line that begins with \"From \"; a file with one message alone is an .eml file.",
        [MailErrors.PortUnavailable] =
            "Name another port, or leave the parameter out and the system picks one that is free; Stop-MailSandbox ends a sandbox that " +
            "has it. Nothing was started.",
        [MailErrors.SandboxNotRunning] =
            "Start one with Start-MailSandbox, or give the one that is meant by -Sandbox: another runspace has its own.",

        // Connection
        [MailErrors.NameResolutionFailed] = "Check the spelling of -Server and the name servers of this machine.",
        [MailErrors.ConnectFailed] =
            "Check -Server and -Port, and whether a firewall lies between; submission is 587 or 465, POP3 995 or 110, IMAP 993 or 143.",
        [MailErrors.ConnectTimedOut] =
            "Check -Server and -Port; many networks drop port 25 in silence, use 587 or 465. -ConnectionTimeoutSeconds sets the limit.",
        [MailErrors.OperationTimedOut] = "The server is slow or stalled; try again, or raise -OperationTimeoutSeconds.",
        [MailErrors.ConnectionLost] =
            "The connection ended before the server answered; try again, and look at the server's log if it recurs.",
        [MailErrors.SessionInUse] = "Wait until the other command has ended; or open a session for each thread with Connect-MailServer.",
        [MailErrors.SessionClosed] = "Open a new session with Connect-MailServer.",
        [MailErrors.ServerClosed] = "The server ended the session by itself; its text says why. Try again later.",
        [MailErrors.GreetingRejected] =
            "The server refuses this client or is overloaded; its text says which. Try again later or ask its operator.",
        [MailErrors.ProtocolViolation] =
            "Check that -Port belongs to this protocol and that -Tls Implicit is used where the server expects it; -Debug shows the " +
            "dialogue.",
        [MailErrors.LimitExceeded] = "The peer sent more than the named cap allows; docs/limits.md says how to raise it.",

        // TLS and authentication
        [MailErrors.TlsRequired] =
            "The server offers no encryption on this port. Use -Tls Implicit with its TLS port (465, 993 or 995) or, knowingly, -Tls None.",
        [MailErrors.StartTlsResponseInjection] =
            "Data arrived in clear where encryption should begin: somebody may be tampering with the connection. Do not retry on this " +
            "network.",
        [MailErrors.CertificateRejected] =
            "Use the name that the certificate carries as -Server, or install its issuer; a server that you know to show this " +
            "certificate is trusted with -PinnedCertificate and the fingerprint that the message names.",
        [MailErrors.TlsFailed] =
            "Check that -Tls fits the port (Implicit on 465, 993, 995; StartTls elsewhere) and that the server speaks TLS 1.2 or later.",
        [MailErrors.UnencryptedAuthenticationRefused] = "Use -Tls StartTls or Implicit, or, knowingly, -AllowUnencryptedAuthentication.",
        [MailErrors.AuthenticationMechanismUnavailable] =
            "The server offers none of the supported mechanisms; many offer them only after TLS, or on port 587.",
        [MailErrors.ServerProofInvalid] =
            "The server could not prove that it knows your password, so it may not be the one you mean. Do not retry on this network.",
        [MailErrors.AuthenticationFailed] =
            "Check user name and password; large providers want an app password or a token, and can have this protocol switched off for " +
            "the mailbox.",

        // SMTP
        [MailErrors.SenderRejected] = "Use a -From that this account or network may send as.",
        [MailErrors.RecipientRejected] =
            "Check the address; 'relaying denied' means that the server wants a -Credential or its submission port 587.",
        [MailErrors.NoRecipientAccepted] = "No recipient was accepted, so nothing was sent; the result lists each reply.",
        [MailErrors.MessageTooLarge] = "Make the message smaller, with smaller attachments or a link to them; the server has not taken it.",
        [MailErrors.Smtputf8Unsupported] =
            "The server cannot carry an address whose local part is not ASCII; use another address or server.",
        [MailErrors.EightBitMimeUnsupported] =
            "The server takes 7-bit mail only and this message was composed elsewhere with 8-bit content; compose it anew, or use " +
            "another server.",
        [MailErrors.RequireTlsUnsupported] =
            "The server offers no REQUIRETLS on this connection, so nothing was sent; use TLS and a server that knows it, or do not ask " +
            "for it.",
        [MailErrors.DataRejected] = "The server did not take the message; its text says why. 4xx is temporary, 5xx is final.",
        [MailErrors.DeliveryUnknown] =
            "The server may or may not have the message. Look for its Message-ID there before you send it again.",
        [MailErrors.CommandRejected] = "The server's text says why; -Debug shows the dialogue.",

        // Mailboxes
        [MailErrors.MailboxNotFound] =
            "Get-ImapFolder lists the mailboxes, and New-ImapFolder makes one; INBOX is the one that always exists.",
        [MailErrors.MailboxExists] = "Choose another name, or use the mailbox that is there; Get-ImapFolder lists them.",
        [MailErrors.MailboxReadOnly] = "Use an account that may change this mailbox, or leave out what changes it, such as -MarkSeen.",
        [MailErrors.UidValidityChanged] =
            "Read the mailbox again and choose anew: the server has made it anew, and UIDs of before mean nothing in it.",
        [MailErrors.ExpungeUnsafe] =
            "Give -Force, which removes them if nobody has marked others as deleted; or have the other client expunge first.",
        [MailErrors.ChangeUnknown] =
            "The change may be made or not. Run the command again with what Get-ImapMessage finds now: what is done is not done twice.",
        [MailErrors.TrashNotFound] = "Give -Permanent to delete for good, or name the mailbox yourself: Move-ImapMessage -Destination.",
        [MailErrors.ExtensionUnsupported] = "Leave the named parameter out, and choose among the messages with Where-Object.",
        [MailErrors.TooManyConnections] = "Wait until other programs have closed theirs, and read fewer mailboxes of the user at a time.",
        [MailErrors.ServerLimitReached] = "Ask for less at a time, or again later; the server's words say which limit it is.",
        [MailErrors.QuotaExceeded] = "Make room in the mailbox, or ask for a larger quota.",
        [MailErrors.SearchCharsetUnsupported] =
            "Search by text in ASCII, such as an address or a date, and choose among the messages with Where-Object.",
        [MailErrors.MaildropInUse] = "Another client reads this maildrop; POP3 allows one at a time. Try again when it has finished.",
        [MailErrors.LoginDelayed] = "The server sets a pause between logins; run the job less often.",
        [MailErrors.WaitTimedOut] =
            "Raise -TimeoutSeconds; -IncludeExisting also takes what came before the command began, and Get-ImapMessage or " +
            "Get-Pop3Message shows what the conditions leave out.",
        [MailErrors.ServerTemporarilyUnable] = "The server has a temporary fault; try again later.",
        [MailErrors.ServerUnable] = "The server has a fault that its operator has to mend.",
        [MailErrors.UidNotFound] = "The message is gone: another client or an earlier run removed it. Nothing else was touched.",
        [MailErrors.DuplicateUid] =
            "The server gives one UID to several messages, so none of them was removed; remove them with the server's own tool.",
        [MailErrors.MessageNotDelivered] = "Read it again by its UID; if it never comes, the server's operator can mend its file.",
        [MailErrors.MessageNotFound] = "The maildrop holds fewer messages; numbers change between sessions, UIDs do not.",
        [MailErrors.DeleteNotCommitted] =
            "The session ended before the server confirmed QUIT, so the messages count as still there; run the command again.",

        // DNS
        [MailErrors.DomainNotFound] = "Check the spelling of the domain.",
        [MailErrors.NoMailExchanger] = "The domain has neither MX nor address records, so it receives no mail.",
        [MailErrors.AliasLoop] = "The operator of the domain has to mend its CNAME records; until then no mail reaches it.",
        [MailErrors.MailNotAccepted] = "The domain says itself that it takes no mail; use another address of the recipient.",
        [MailErrors.NoExchangerReached] =
            "The message says what each exchanger did. Networks of homes and most clouds close port 25 to the outside; then send through " +
            "your provider's submission server, with -Server and -Credential in place of -Direct.",
        [MailErrors.DnsTimedOut] =
            "Check the name servers of this machine or name one with -DnsServer; this says nothing about the domain.",
        [MailErrors.DnsServerFailure] =
            "A temporary failure or a refusal, which says nothing about the domain; try again or name another server with -DnsServer.",
        [MailErrors.DnsResponseInvalid] = "The name server sent a malformed answer; name another with -DnsServer.",
        [MailErrors.DnsServerNotConfigured] = "Name one with -DnsServer.",
    };

    /// <summary>What to do next, in a sentence or two.</summary>
    public static string For(MailError error) => ByError[error];
}
