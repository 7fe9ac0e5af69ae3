using System.Collections.Generic;
using static PSMailProtocol.MailErrorCategory;

namespace PSMailProtocol;

/// <summary>The registry of every error this module can report. <c>docs/errors.md</c> is its printed form.</summary>
public static class MailErrors
{
    private static readonly List<MailError> Registered = [];

    // Input
    /// <summary>No server was named.</summary>
    public static readonly MailError ServerNotSpecified = Register(nameof(ServerNotSpecified), InvalidArgument);

    /// <summary>An address cannot be used in an envelope or a header.</summary>
    public static readonly MailError InvalidAddress = Register(nameof(InvalidAddress), InvalidArgument);

    /// <summary>A header value carries characters that would start another header.</summary>
    public static readonly MailError InvalidHeaderValue = Register(nameof(InvalidHeaderValue), InvalidArgument);

    /// <summary>A header name is not one, or is one that the message sets itself.</summary>
    public static readonly MailError InvalidHeaderName = Register(nameof(InvalidHeaderName), InvalidArgument);

    /// <summary>A parameter's value cannot be put on the wire.</summary>
    public static readonly MailError InvalidWireText = Register(nameof(InvalidWireText), InvalidArgument);

    /// <summary>A parameter's value is out of its range, or does not go with another parameter.</summary>
    public static readonly MailError InvalidParameter = Register(nameof(InvalidParameter), InvalidArgument);

    /// <summary>An object from the pipeline is not of a kind that the cmdlet can use.</summary>
    public static readonly MailError InvalidInputObject = Register(nameof(InvalidInputObject), InvalidArgument);

    /// <summary>An action has to be confirmed and nobody can be asked.</summary>
    public static readonly MailError ConfirmationUnavailable = Register(nameof(ConfirmationUnavailable), InvalidOperation);

    /// <summary>A domain name cannot exist.</summary>
    public static readonly MailError InvalidDomainName = Register(nameof(InvalidDomainName), InvalidArgument);

    /// <summary>An attachment's file does not exist.</summary>
    public static readonly MailError AttachmentNotFound = Register(nameof(AttachmentNotFound), ObjectNotFound);

    /// <summary>An attachment's file exists and cannot be read, or is a folder, a pipe or a device.</summary>
    public static readonly MailError AttachmentUnreadable = Register(nameof(AttachmentUnreadable), ReadError);

    /// <summary>A message that was sent has other octets now, since a file in it changed or went.</summary>
    public static readonly MailError ContentChanged = Register(nameof(ContentChanged), InvalidData);

    /// <summary>A file or folder could not be written.</summary>
    public static readonly MailError FileNotWritten = Register(nameof(FileNotWritten), WriteError);

    /// <summary>A large message could not be kept in a temporary file.</summary>
    public static readonly MailError SpoolFailed = Register(nameof(SpoolFailed), WriteError);

    /// <summary>A file is there already and was not to be touched.</summary>
    public static readonly MailError FileExists = Register(nameof(FileExists), ResourceExists);

    /// <summary>A file with mail does not exist.</summary>
    public static readonly MailError MailFileNotFound = Register(nameof(MailFileNotFound), ObjectNotFound);

    /// <summary>A file with mail exists and cannot be read, or is a folder, a pipe or a device.</summary>
    public static readonly MailError MailFileUnreadable = Register(nameof(MailFileUnreadable), ReadError);

    /// <summary>A file is not the mbox file that it is taken for.</summary>
    public static readonly MailError InvalidMbox = Register(nameof(InvalidMbox), InvalidData);

    /// <summary>A port of this machine cannot be listened on.</summary>
    public static readonly MailError PortUnavailable = Register(nameof(PortUnavailable), ResourceBusy);

    /// <summary>No sandbox runs that a command could be about.</summary>
    public static readonly MailError SandboxNotRunning = Register(nameof(SandboxNotRunning), ObjectNotFound);

    // Connection
    /// <summary>The server's name has no address.</summary>
    public static readonly MailError NameResolutionFailed = Register(nameof(NameResolutionFailed), ObjectNotFound);

    /// <summary>No address of the server accepted a connection.</summary>
    public static readonly MailError ConnectFailed = Register(nameof(ConnectFailed), ConnectionError);

    /// <summary>No address of the server answered within the connection timeout.</summary>
    public static readonly MailError ConnectTimedOut = Register(nameof(ConnectTimedOut), OperationTimeout);

    /// <summary>An operation did not end within its deadline.</summary>
    public static readonly MailError OperationTimedOut = Register(nameof(OperationTimedOut), OperationTimeout);

    /// <summary>The connection ended in the middle of a dialogue.</summary>
    public static readonly MailError ConnectionLost = Register(nameof(ConnectionLost), ConnectionError);

    /// <summary>A session is at work for another thread or runspace.</summary>
    public static readonly MailError SessionInUse = Register(nameof(SessionInUse), ResourceBusy);

    /// <summary>A session was ended for good.</summary>
    public static readonly MailError SessionClosed = Register(nameof(SessionClosed), InvalidOperation);

    /// <summary>The server said that it closes the connection.</summary>
    public static readonly MailError ServerClosed = Register(nameof(ServerClosed), ConnectionError);

    /// <summary>The server refused the session in its greeting.</summary>
    public static readonly MailError GreetingRejected = Register(nameof(GreetingRejected), ConnectionError);

    /// <summary>The peer's bytes are not what the protocol allows.</summary>
    public static readonly MailError ProtocolViolation = Register(nameof(ProtocolViolation), ProtocolError);

    /// <summary>A cap was reached.</summary>
    public static readonly MailError LimitExceeded = Register(nameof(LimitExceeded), LimitsExceeded);

    // TLS and authentication
    /// <summary>Encryption is required and the server does not offer it.</summary>
    public static readonly MailError TlsRequired = Register(nameof(TlsRequired), SecurityError);

    /// <summary>Bytes followed the server's consent to TLS before TLS began.</summary>
    public static readonly MailError StartTlsResponseInjection = Register(nameof(StartTlsResponseInjection), SecurityError);

    /// <summary>The server's certificate is not to be trusted for this name.</summary>
    public static readonly MailError CertificateRejected = Register(nameof(CertificateRejected), SecurityError);

    /// <summary>TLS could not be established.</summary>
    public static readonly MailError TlsFailed = Register(nameof(TlsFailed), SecurityError);

    /// <summary>A credential would cross the network in clear.</summary>
    public static readonly MailError UnencryptedAuthenticationRefused = Register(nameof(UnencryptedAuthenticationRefused), SecurityError);

    /// <summary>Client and server share no mechanism.</summary>
    public static readonly MailError AuthenticationMechanismUnavailable = Register(nameof(AuthenticationMechanismUnavailable),
        NotImplemented);

    /// <summary>The server did not prove that it knows the password.</summary>
    public static readonly MailError ServerProofInvalid = Register(nameof(ServerProofInvalid), SecurityError);

    /// <summary>The server refused the credential.</summary>
    public static readonly MailError AuthenticationFailed = Register(nameof(AuthenticationFailed), AuthenticationError);

    // SMTP
    /// <summary>The server refused the envelope sender.</summary>
    public static readonly MailError SenderRejected = Register(nameof(SenderRejected), PermissionDenied);

    /// <summary>The server refused a recipient.</summary>
    public static readonly MailError RecipientRejected = Register(nameof(RecipientRejected), InvalidArgument);

    /// <summary>Every recipient was refused, so no message was sent.</summary>
    public static readonly MailError NoRecipientAccepted = Register(nameof(NoRecipientAccepted), InvalidResult);

    /// <summary>The message is larger than the server takes.</summary>
    public static readonly MailError MessageTooLarge = Register(nameof(MessageTooLarge), LimitsExceeded);

    /// <summary>An address needs SMTPUTF8 and the server lacks it.</summary>
    public static readonly MailError Smtputf8Unsupported = Register(nameof(Smtputf8Unsupported), NotImplemented);

    /// <summary>The message has octets beyond ASCII and the server lacks 8BITMIME.</summary>
    public static readonly MailError EightBitMimeUnsupported = Register(nameof(EightBitMimeUnsupported), NotImplemented);

    /// <summary>The server cannot promise that the message stays inside TLS.</summary>
    public static readonly MailError RequireTlsUnsupported = Register(nameof(RequireTlsUnsupported), SecurityError);

    /// <summary>The server refused the message after it was sent.</summary>
    public static readonly MailError DataRejected = Register(nameof(DataRejected), InvalidResult);

    /// <summary>The connection ended after the message was sent and before the server answered.</summary>
    public static readonly MailError DeliveryUnknown = Register(nameof(DeliveryUnknown), OperationTimeout);

    /// <summary>The server refused a command.</summary>
    public static readonly MailError CommandRejected = Register(nameof(CommandRejected), InvalidResult);

    // Mailboxes
    /// <summary>The mailbox does not exist.</summary>
    public static readonly MailError MailboxNotFound = Register(nameof(MailboxNotFound), ObjectNotFound);

    /// <summary>There is a mailbox of the name already.</summary>
    public static readonly MailError MailboxExists = Register(nameof(MailboxExists), ResourceExists);

    /// <summary>A mailbox can be read and nothing in it changed.</summary>
    public static readonly MailError MailboxReadOnly = Register(nameof(MailboxReadOnly), PermissionDenied);

    /// <summary>The UIDs of a mailbox mean other messages than they did.</summary>
    public static readonly MailError UidValidityChanged = Register(nameof(UidValidityChanged), InvalidData);

    /// <summary>Messages could be removed only together with others.</summary>
    public static readonly MailError ExpungeUnsafe = Register(nameof(ExpungeUnsafe), InvalidOperation);

    /// <summary>The connection ended after a change was sent and before the server answered.</summary>
    public static readonly MailError ChangeUnknown = Register(nameof(ChangeUnknown), OperationTimeout);

    /// <summary>No mailbox is the server's trash.</summary>
    public static readonly MailError TrashNotFound = Register(nameof(TrashNotFound), ObjectNotFound);

    /// <summary>The server does not offer the extension of its protocol that was asked for.</summary>
    public static readonly MailError ExtensionUnsupported = Register(nameof(ExtensionUnsupported), NotImplemented);

    /// <summary>The server takes no further connection of the same user.</summary>
    public static readonly MailError TooManyConnections = Register(nameof(TooManyConnections), ResourceBusy);

    /// <summary>The server is up against a limit of its own.</summary>
    public static readonly MailError ServerLimitReached = Register(nameof(ServerLimitReached), LimitsExceeded);

    /// <summary>The mailbox is full.</summary>
    public static readonly MailError QuotaExceeded = Register(nameof(QuotaExceeded), LimitsExceeded);

    /// <summary>The server cannot search for text beyond ASCII.</summary>
    public static readonly MailError SearchCharsetUnsupported = Register(nameof(SearchCharsetUnsupported), NotImplemented);

    /// <summary>Another session holds the maildrop.</summary>
    public static readonly MailError MaildropInUse = Register(nameof(MaildropInUse), ResourceBusy);

    /// <summary>The server wants more time between two logins.</summary>
    public static readonly MailError LoginDelayed = Register(nameof(LoginDelayed), ResourceUnavailable);

    /// <summary>What was waited for did not come in time.</summary>
    public static readonly MailError WaitTimedOut = Register(nameof(WaitTimedOut), OperationTimeout);

    /// <summary>The server has a temporary fault of its own.</summary>
    public static readonly MailError ServerTemporarilyUnable = Register(nameof(ServerTemporarilyUnable), ResourceUnavailable);

    /// <summary>The server has a fault that will not pass by itself.</summary>
    public static readonly MailError ServerUnable = Register(nameof(ServerUnable), ResourceUnavailable);

    /// <summary>No message has the UID.</summary>
    public static readonly MailError UidNotFound = Register(nameof(UidNotFound), ObjectNotFound);

    /// <summary>Two messages have the same UID.</summary>
    public static readonly MailError DuplicateUid = Register(nameof(DuplicateUid), InvalidResult);

    /// <summary>A message that was asked for did not come, or not whole.</summary>
    public static readonly MailError MessageNotDelivered = Register(nameof(MessageNotDelivered), ReadError);

    /// <summary>No message has the number.</summary>
    public static readonly MailError MessageNotFound = Register(nameof(MessageNotFound), ObjectNotFound);

    /// <summary>A session ended before its deletions became real.</summary>
    public static readonly MailError DeleteNotCommitted = Register(nameof(DeleteNotCommitted), ResourceUnavailable);

    // DNS
    /// <summary>The domain does not exist.</summary>
    public static readonly MailError DomainNotFound = Register(nameof(DomainNotFound), ObjectNotFound);

    /// <summary>The domain exists and takes no mail.</summary>
    public static readonly MailError NoMailExchanger = Register(nameof(NoMailExchanger), ObjectNotFound);

    /// <summary>The aliases of a name lead in a circle.</summary>
    public static readonly MailError AliasLoop = Register(nameof(AliasLoop), InvalidData);

    /// <summary>The domain says that it takes no mail (RFC 7505).</summary>
    public static readonly MailError MailNotAccepted = Register(nameof(MailNotAccepted), ObjectNotFound);

    /// <summary>No exchanger of a domain took a message.</summary>
    public static readonly MailError NoExchangerReached = Register(nameof(NoExchangerReached), ConnectionError);

    /// <summary>No name server answered in time.</summary>
    public static readonly MailError DnsTimedOut = Register(nameof(DnsTimedOut), OperationTimeout);

    /// <summary>The name servers could not answer.</summary>
    public static readonly MailError DnsServerFailure = Register(nameof(DnsServerFailure), ResourceUnavailable);

    /// <summary>A name server's answer cannot be read.</summary>
    public static readonly MailError DnsResponseInvalid = Register(nameof(DnsResponseInvalid), ProtocolError);

    /// <summary>This machine names no name server.</summary>
    public static readonly MailError DnsServerNotConfigured = Register(nameof(DnsServerNotConfigured), ResourceUnavailable);

    /// <summary>Every registered error, in the order of this file.</summary>
    public static IReadOnlyList<MailError> All => Registered;

    private static MailError Register(string id, MailErrorCategory category)
    {
        var error = new MailError(id, category);
        Registered.Add(error);
        return error;
    }
}
