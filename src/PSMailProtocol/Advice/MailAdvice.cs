using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Advice;

/// <summary>What to do about a failure: by what is known of it, and otherwise by its kind.</summary>
internal static class MailAdvice
{
    private const string NoGreeting =
        "The port may speak TLS from the first octet, and then both sides wait for each other: use -Tls Implicit. Otherwise check -Port, " +
        "or raise -OperationTimeoutSeconds.";

    private const string TooLarge =
        "To read it, give the reading cmdlet a -MaximumSize that is larger than the message; to pass over messages of its size, a " +
        "smaller one.";

    private const string OutOfStep =
        "The server gives out messages whose ends cannot be told, so no message of this session is certain to be whole, and the pipeline " +
        "was ended so that nothing is removed. Read the maildrop by IMAP, or have the server's operator mend it; -Debug shows the " +
        "dialogue.";

    private const string RemovalUnknown =
        "The message may be gone or still there, and its UID no longer tells. Look at the maildrop with Get-Pop3Message -HeaderOnly " +
        "before anything is removed again.";

    private const string OtherCertificate =
        "If you know that the server has a new certificate, give -PinnedCertificate the fingerprint that the message names for it. " +
        "Otherwise somebody else may be answering: do not go on.";

    private const string PartlySent =
        "Others have the message already, so send it again only to those who are named in RejectedRecipient.";

    private const string PartlySentForGood =
        "Others have the message already, and those who are named in RejectedRecipient cannot get it there: ";

    /// <summary>What to do next, in a sentence or two.</summary>
    public static string For(MailException failure) => Known(failure) ?? ErrorAdvice.For(failure.Error);

    /// <summary>A cause that a response code names outranks what a mechanism lets one guess.</summary>
    private static string? Known(MailException failure) => failure switch
    {
        AdvisedException advised => advised.Advice,
        SmtpReplyException refusal => SmtpReplyAdvice.For(refusal.Error, refusal.Reply,
            SmtpCommandAdvice.For(refusal.Command, refusal.Reply) ?? SaslAdvice.For(refusal.Mechanism)),
        SaslViolationException violation => SaslAdvice.ForBroken(violation.Mechanism),
        PinMismatchException => OtherCertificate,
        Pop3ReplyException refusal when refusal.Error == MailErrors.AuthenticationFailed => SaslAdvice.For(refusal.Mechanism),
        ImapStatusException refusal
            when refusal.Error == MailErrors.AuthenticationFailed => SaslAdvice.For(refusal.Mechanism, refusal.OtherMechanisms),
        MailArgumentException argument => ArgumentAdvice.For(argument),
        NoGreetingException => NoGreeting,
        Pop3MessageTooLargeException or ImapMessageTooLargeException => TooLarge,
        Pop3RemovalUnknownException => RemovalUnknown,
        Pop3OutOfStepException => OutOfStep,
        SmtpPartlySentException => IsForGood(failure.Error) ? PartlySentForGood + ErrorAdvice.For(failure.Error) : PartlySent,
        _ => null,
    };

    /// <summary>Whether the domain of a recipient takes no mail, now or later.</summary>
    private static bool IsForGood(MailError error) =>
        error == MailErrors.MailNotAccepted || error == MailErrors.DomainNotFound || error == MailErrors.NoMailExchanger
            || error == MailErrors.AliasLoop;
}
