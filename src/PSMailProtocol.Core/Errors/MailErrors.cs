using System.Collections.Generic;
using static PSMailProtocol.MailErrorCategory;

namespace PSMailProtocol;

/// <summary>The registry of every error this module can report. <c>docs/errors.md</c> is its printed form.</summary>
public static class MailErrors
{
    private static readonly List<MailError> Registered = [];

    // Input
    /// <summary>No server was named.</summary>
    public static readonly MailError ServerNotSpecified = Register(nameof(ServerNotSpecified), InvalidArgument,
        "Give -Server, or for sending set $PSEmailServer.");

    /// <summary>An address cannot be used in an envelope or a header.</summary>
    public static readonly MailError InvalidAddress = Register(nameof(InvalidAddress), InvalidArgument,
        "Write the address as user@example.com or \"Display Name <user@example.com>\", without line breaks.");

    /// <summary>A header value carries characters that would start another header.</summary>
    public static readonly MailError InvalidHeaderValue = Register(nameof(InvalidHeaderValue), InvalidArgument,
        "Remove carriage return, line feed and NUL from the value; long values are folded for you.");

    /// <summary>A header name is not one, or is one that the message sets itself.</summary>
    public static readonly MailError InvalidHeaderName = Register(nameof(InvalidHeaderName), InvalidArgument,
        "A header name is printable ASCII without space and colon, for example X-Job-Id.");

    /// <summary>A parameter's value cannot be put on the wire.</summary>
    public static readonly MailError InvalidWireText = Register(nameof(InvalidWireText), InvalidArgument,
        "Remove carriage return, line feed and NUL from the named value.");

    /// <summary>A parameter's value is out of its range, or does not go with another parameter.</summary>
    public static readonly MailError InvalidParameter = Register(nameof(InvalidParameter), InvalidArgument,
        "Correct the named parameter; Get-Help shows what it takes.");

    /// <summary>An object from the pipeline is not of a kind that the cmdlet can use.</summary>
    public static readonly MailError InvalidInputObject = Register(nameof(InvalidInputObject), InvalidArgument,
        "Pipe what the reading cmdlets emit, or an object with the properties that Get-Help names.");

    /// <summary>A domain name cannot exist.</summary>
    public static readonly MailError InvalidDomainName = Register(nameof(InvalidDomainName), InvalidArgument,
        "Give a domain such as example.com or an address such as user@example.com.");

    /// <summary>An attachment's file does not exist.</summary>
    public static readonly MailError AttachmentNotFound = Register(nameof(AttachmentNotFound), ObjectNotFound,
        "Check the path; a relative one starts at the current PowerShell location. Nothing was sent.");

    /// <summary>An attachment's file exists and cannot be read.</summary>
    public static readonly MailError AttachmentUnreadable = Register(nameof(AttachmentUnreadable), ReadError,
        "Check the permissions of the file and whether another program holds it. Nothing was sent.");

    /// <summary>A file or folder could not be written.</summary>
    public static readonly MailError FileNotWritten = Register(nameof(FileNotWritten), WriteError,
        "Check that the folder exists and can be written to.");

    /// <summary>A large message could not be kept in a temporary file.</summary>
    public static readonly MailError SpoolFailed = Register(nameof(SpoolFailed), WriteError,
        "Make room in the folder for temporary files, or set TMPDIR (TEMP on Windows) to another; keep fewer large messages at a time, or pass them over with -MaximumSize.");

    /// <summary>A file is there already and was not to be touched.</summary>
    public static readonly MailError FileExists = Register(nameof(FileExists), ResourceExists,
        "Leave -NoClobber out to have the new file numbered, or use -Force to replace the old one.");

    /// <summary>A file with mail does not exist.</summary>
    public static readonly MailError MailFileNotFound = Register(nameof(MailFileNotFound), ObjectNotFound,
        "Check the path; a relative one starts at the current PowerShell location, and -LiteralPath takes brackets as they are.");

    /// <summary>A file with mail exists and cannot be read.</summary>
    public static readonly MailError MailFileUnreadable = Register(nameof(MailFileUnreadable), ReadError,
        "Check the permissions of the file and whether another program holds it.");

    /// <summary>A file is not the mbox file that it is taken for.</summary>
    public static readonly MailError InvalidMbox = Register(nameof(InvalidMbox), InvalidData,
        "A mbox file begins with a line that begins with \"From \"; a file with one message alone is an .eml file.");

    // Connection
    /// <summary>The server's name has no address.</summary>
    public static readonly MailError NameResolutionFailed = Register(nameof(NameResolutionFailed), ObjectNotFound,
        "Check the spelling of -Server and the name servers of this machine.");

    /// <summary>No address of the server accepted a connection.</summary>
    public static readonly MailError ConnectFailed = Register(nameof(ConnectFailed), ConnectionError,
        "Check -Server and -Port, and whether a firewall lies between; submission is 587 or 465, POP3 995 or 110, IMAP 993 or 143.");

    /// <summary>No address of the server answered within the connection timeout.</summary>
    public static readonly MailError ConnectTimedOut = Register(nameof(ConnectTimedOut), OperationTimeout,
        "Check -Server and -Port; many networks drop port 25 in silence, use 587 or 465. -ConnectionTimeoutSeconds sets the limit.");

    /// <summary>An operation did not end within its deadline.</summary>
    public static readonly MailError OperationTimedOut = Register(nameof(OperationTimedOut), OperationTimeout,
        "The server is slow or stalled; try again, or raise -OperationTimeoutSeconds.");

    /// <summary>The connection ended in the middle of a dialogue.</summary>
    public static readonly MailError ConnectionLost = Register(nameof(ConnectionLost), ConnectionError,
        "The connection ended before the server answered; try again, and look at the server's log if it recurs.");

    /// <summary>The server said that it closes the connection.</summary>
    public static readonly MailError ServerClosed = Register(nameof(ServerClosed), ConnectionError,
        "The server ended the session by itself; its text says why. Try again later.");

    /// <summary>The server refused the session in its greeting.</summary>
    public static readonly MailError GreetingRejected = Register(nameof(GreetingRejected), ConnectionError,
        "The server refuses this client or is overloaded; its text says which. Try again later or ask its operator.");

    /// <summary>The peer's bytes are not what the protocol allows.</summary>
    public static readonly MailError ProtocolViolation = Register(nameof(ProtocolViolation), ProtocolError,
        "Check that -Port belongs to this protocol and that -Tls Implicit is used where the server expects it; -Debug shows the dialogue.");

    /// <summary>A cap was reached.</summary>
    public static readonly MailError LimitExceeded = Register(nameof(LimitExceeded), LimitsExceeded,
        "The peer sent more than the named cap allows; docs/limits.md says how to raise it.");

    // TLS and authentication
    /// <summary>Encryption is required and the server does not offer it.</summary>
    public static readonly MailError TlsRequired = Register(nameof(TlsRequired), SecurityError,
        "The server offers no encryption on this port. Use -Tls Implicit with its TLS port (465, 993 or 995) or, knowingly, -Tls None.");

    /// <summary>Bytes followed the server's consent to TLS before TLS began.</summary>
    public static readonly MailError StartTlsResponseInjection = Register(nameof(StartTlsResponseInjection), SecurityError,
        "Data arrived in clear where encryption should begin: somebody may be tampering with the connection. Do not retry on this network.");

    /// <summary>The server's certificate is not to be trusted for this name.</summary>
    public static readonly MailError CertificateRejected = Register(nameof(CertificateRejected), SecurityError,
        "Use the name that the certificate carries as -Server, or install its issuer; a server that you know to show this certificate is trusted with -PinnedCertificate and the fingerprint that the message names.");

    /// <summary>TLS could not be established.</summary>
    public static readonly MailError TlsFailed = Register(nameof(TlsFailed), SecurityError,
        "Check that -Tls fits the port (Implicit on 465, 993, 995; StartTls elsewhere) and that the server speaks TLS 1.2 or later.");

    /// <summary>A credential would cross the network in clear.</summary>
    public static readonly MailError UnencryptedAuthenticationRefused = Register(nameof(UnencryptedAuthenticationRefused), SecurityError,
        "Use -Tls StartTls or Implicit, or, knowingly, -AllowUnencryptedAuthentication.");

    /// <summary>Client and server share no mechanism.</summary>
    public static readonly MailError AuthenticationMechanismUnavailable = Register(nameof(AuthenticationMechanismUnavailable), NotImplemented,
        "The server offers none of the supported mechanisms; many offer them only after TLS, or on port 587.");

    /// <summary>The server did not prove that it knows the password.</summary>
    public static readonly MailError ServerProofInvalid = Register(nameof(ServerProofInvalid), SecurityError,
        "The server could not prove that it knows your password, so it may not be the one you mean. Do not retry on this network.");

    /// <summary>The server refused the credential.</summary>
    public static readonly MailError AuthenticationFailed = Register(nameof(AuthenticationFailed), AuthenticationError,
        "Check user name and password; large providers want an app password or a token, and can have this protocol switched off for the mailbox.");

    // SMTP
    /// <summary>The server refused the envelope sender.</summary>
    public static readonly MailError SenderRejected = Register(nameof(SenderRejected), PermissionDenied,
        "Use a -From that this account or network may send as.");

    /// <summary>The server refused a recipient.</summary>
    public static readonly MailError RecipientRejected = Register(nameof(RecipientRejected), InvalidArgument,
        "Check the address; 'relaying denied' means that the server wants a -Credential or its submission port 587.");

    /// <summary>Every recipient was refused, so no message was sent.</summary>
    public static readonly MailError NoRecipientAccepted = Register(nameof(NoRecipientAccepted), InvalidResult,
        "No recipient was accepted, so nothing was sent; the result lists each reply.");

    /// <summary>The message is larger than the server takes.</summary>
    public static readonly MailError MessageTooLarge = Register(nameof(MessageTooLarge), LimitsExceeded,
        "Send smaller attachments or a link; nothing was sent.");

    /// <summary>An address needs SMTPUTF8 and the server lacks it.</summary>
    public static readonly MailError Smtputf8Unsupported = Register(nameof(Smtputf8Unsupported), NotImplemented,
        "The server cannot carry an address whose local part is not ASCII; use another address or server.");

    /// <summary>The message has octets beyond ASCII and the server lacks 8BITMIME.</summary>
    public static readonly MailError EightBitMimeUnsupported = Register(nameof(EightBitMimeUnsupported), NotImplemented,
        "The server takes 7-bit mail only and this message was composed elsewhere with 8-bit content; compose it anew, or use another server.");

    /// <summary>The server cannot promise that the message stays inside TLS.</summary>
    public static readonly MailError RequireTlsUnsupported = Register(nameof(RequireTlsUnsupported), SecurityError,
        "The server offers no REQUIRETLS on this connection, so nothing was sent; use TLS and a server that knows it, or do not ask for it.");

    /// <summary>The server refused the message after it was sent.</summary>
    public static readonly MailError DataRejected = Register(nameof(DataRejected), InvalidResult,
        "The server did not take the message; its text says why. 4xx is temporary, 5xx is final.");

    /// <summary>The connection ended after the message was sent and before the server answered.</summary>
    public static readonly MailError DeliveryUnknown = Register(nameof(DeliveryUnknown), OperationTimeout,
        "The server may or may not have the message. Look for its Message-ID there before you send it again.");

    /// <summary>The server refused a command.</summary>
    public static readonly MailError CommandRejected = Register(nameof(CommandRejected), InvalidResult,
        "The server's text says why; -Debug shows the dialogue.");

    // Mailboxes
    /// <summary>The mailbox does not exist.</summary>
    public static readonly MailError MailboxNotFound = Register(nameof(MailboxNotFound), ObjectNotFound,
        "Check the name of the mailbox; INBOX is the one that always exists.");

    /// <summary>Another session holds the maildrop.</summary>
    public static readonly MailError MaildropInUse = Register(nameof(MaildropInUse), ResourceBusy,
        "Another client reads this maildrop; POP3 allows one at a time. Try again when it has finished.");

    /// <summary>The server wants more time between two logins.</summary>
    public static readonly MailError LoginDelayed = Register(nameof(LoginDelayed), ResourceUnavailable,
        "The server sets a pause between logins; run the job less often.");

    /// <summary>The server has a temporary fault of its own.</summary>
    public static readonly MailError ServerTemporarilyUnable = Register(nameof(ServerTemporarilyUnable), ResourceUnavailable,
        "The server has a temporary fault; try again later.");

    /// <summary>The server has a fault that will not pass by itself.</summary>
    public static readonly MailError ServerUnable = Register(nameof(ServerUnable), ResourceUnavailable,
        "The server has a fault that its operator has to mend.");

    /// <summary>No message has the UID.</summary>
    public static readonly MailError UidNotFound = Register(nameof(UidNotFound), ObjectNotFound,
        "The message is gone: another client or an earlier run removed it. Nothing else was touched.");

    /// <summary>Two messages have the same UID.</summary>
    public static readonly MailError DuplicateUid = Register(nameof(DuplicateUid), InvalidResult,
        "The server gives one UID to several messages, so none of them was removed; remove them with the server's own tool.");

    /// <summary>No message has the number.</summary>
    public static readonly MailError MessageNotFound = Register(nameof(MessageNotFound), ObjectNotFound,
        "The maildrop holds fewer messages; numbers change between sessions, UIDs do not.");

    /// <summary>A session ended before its deletions became real.</summary>
    public static readonly MailError DeleteNotCommitted = Register(nameof(DeleteNotCommitted), ResourceUnavailable,
        "The session ended before the server confirmed QUIT, so the messages count as still there; run the command again.");

    // DNS
    /// <summary>The domain does not exist.</summary>
    public static readonly MailError DomainNotFound = Register(nameof(DomainNotFound), ObjectNotFound,
        "Check the spelling of the domain.");

    /// <summary>The domain exists and takes no mail.</summary>
    public static readonly MailError NoMailExchanger = Register(nameof(NoMailExchanger), ObjectNotFound,
        "The domain has neither MX nor address records, so it receives no mail.");

    /// <summary>No name server answered in time.</summary>
    public static readonly MailError DnsTimedOut = Register(nameof(DnsTimedOut), OperationTimeout,
        "Check the name servers of this machine or name one with -DnsServer; this says nothing about the domain.");

    /// <summary>The name servers could not answer.</summary>
    public static readonly MailError DnsServerFailure = Register(nameof(DnsServerFailure), ResourceUnavailable,
        "A temporary failure or a refusal, which says nothing about the domain; try again or name another server with -DnsServer.");

    /// <summary>A name server's answer cannot be read.</summary>
    public static readonly MailError DnsResponseInvalid = Register(nameof(DnsResponseInvalid), ProtocolError,
        "The name server sent a malformed answer; name another with -DnsServer.");

    /// <summary>This machine names no name server.</summary>
    public static readonly MailError DnsServerNotConfigured = Register(nameof(DnsServerNotConfigured), ResourceUnavailable,
        "Name one with -DnsServer.");

    /// <summary>Every registered error, in the order of this file.</summary>
    public static IReadOnlyList<MailError> All => Registered;

    private static MailError Register(string id, MailErrorCategory category, string hint)
    {
        var error = new MailError(id, category, hint);
        Registered.Add(error);
        return error;
    }
}
