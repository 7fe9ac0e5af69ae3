using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Advice;

/// <summary>
/// What to do about the refusals that people meet. A server says what it does not like in words of its own; this says
/// what the person who sends can change.
/// </summary>
/// <remarks>
/// The enhanced codes are those of RFC 3463, RFC 4954, RFC 5248 and RFC 7372 and those that the large providers
/// publish for themselves. The first row that fits is taken, so rows that name words stand before those that do not.
/// </remarks>
internal static class SmtpReplyAdvice
{
    private const string AppPassword =
        "The provider wants an app password in place of the account's own, which the account's security page makes once two-step " +
        "verification is on; or log in with -Token.";

    private const string GreylistWait =
        "The server puts the mail off for now, as many do with senders that they do not know (greylisting); -MaximumRetryCount 3 " +
        "-RetryIntervalSec 300 tries again by itself.";

    private const string Temporary =
        "The refusal is temporary (4xx), and its text says why; -MaximumRetryCount 3 -RetryIntervalSec 300 tries again by itself.";

    private const string SendAs =
        "The account may not send as this sender. Use the account's own address as -From, or have an administrator grant it the right to " +
        "send as the other.";

    private const string Relay =
        "The server takes mail for other domains only from those it knows: log in with -Credential on the submission port 587 or 465, or " +
        "have its operator admit this machine.";

    private const string SlowDown =
        "The account or this machine sends more than the server allows in a time. Send fewer messages at a time, lower -ThrottleLimit, " +
        "and go on later.";

    private const string BlockedAddress =
        "The server refuses the network address of this machine. Send through your provider's submission server, or ask the list or " +
        "operator that the reply names.";

    private const string NoReverseName =
        "This machine's address has no PTR record that leads back to it. Its operator can set one, or send through your provider's " +
        "submission server.";

    private const string DomainProof =
        "The receiver wants proof that this server may send for the domain of -From: publish SPF and DKIM for it, or send through the " +
        "server that the domain names.";

    private const string NoSuchUser = "The recipient does not exist there; check the spelling of the address.";

    private const string OverQuota = "The recipient's mailbox is full. Only its owner can make room; send again later.";

    private const string TooLarge = "The message is larger than the server or the recipient takes. Send smaller attachments or a link.";

    private const string TooManyRecipients = "Give fewer recipients in one message, or one message for each through the pipeline.";

    private const string EncryptFirst = "The server wants encryption before this command. Use -Tls StartTls, or -Tls Implicit on port 465.";

    private const string OldTls =
        "The server takes TLS 1.2 and later alone, and this connection has an older one or none. Let this machine's settings allow TLS " +
        "1.2, and look whether a proxy or relay lies between.";

    private const string LogIn = "The server wants a login first. Give -Credential or -Token, and use the submission port 587 or 465.";

    /// <summary>The rows in the order in which they are tried.</summary>
    internal static IReadOnlyList<SmtpReplyAdviceRow> Rows { get; } =
    [
        // Microsoft 365: login
        new(0, "5.7.139", "disabled for the tenant",
            "SMTP AUTH is switched off for the whole organisation. An administrator can switch it on for this mailbox: Set-CASMailbox " +
            "user@example.com -SmtpClientAuthenticationDisabled $false."),
        new(0, "5.7.139", "disabled for the mailbox",
            "SMTP AUTH is switched off for this mailbox. An administrator can switch it on: Set-CASMailbox user@example.com " +
            "-SmtpClientAuthenticationDisabled $false."),
        new(0, "5.7.139", "basic authentication is disabled",
            "The provider no longer takes passwords for SMTP. Log in with -Token, an OAuth access token for the scope SMTP.Send."),
        new(0, "5.7.139", "security defaults",
            "The organisation's security defaults forbid this login. Log in with -Token, or ask an administrator for an exception."),
        new(0, "5.7.139", "criteria",
            "A conditional access policy of the organisation stopped the login. Ask its administrator to look at the sign-in log, or log " +
            "in with -Token."),
        new(0, "5.7.139", null,
            "Check user name and password. Microsoft 365 wants SMTP AUTH to be enabled for the mailbox, and an OAuth -Token wherever " +
            "multi-factor authentication or security defaults are on."),
        new(0, null, "STARTTLS is required", EncryptFirst),
        new(535, "5.7.3", null,
            "Check user name and password or the token's audience and scope (SMTP.Send). Microsoft 365 says so as well where passwords " +
            "or SMTP AUTH are switched off for the mailbox."),

        // Microsoft 365 and Exchange: sending
        new(0, "5.7.57", null, LogIn),
        new(0, "5.7.60", null, SendAs),
        new(0, "5.2.252", null, SendAs),
        new(0, null, "SendAsDenied", SendAs),
        new(0, "5.7.64", null,
            "The organisation's inbound connector knows neither this machine's address nor its certificate. An administrator can add it, " +
            "or log in with -Credential on port 587."),
        new(0, "5.7.54", null, Relay),
        new(0, "5.7.509", null, DomainProof),
        new(0, "5.7.515", null, DomainProof),
        new(0, "5.7.705", null, SlowDown),
        new(0, "5.7.708", null, BlockedAddress),
        new(0, "5.7.750", null,
            "The organisation sends from a domain that it has not registered. An administrator can add the domain of -From."),
        new(0, "5.1.8", "outbound sender",
            "The provider blocks this account, since mail from it looked like spam. Secure the account and have an administrator unblock " +
            "it."),
        new(0, "4.7.66", "TLS", OldTls),
        new(0, "4.3.2", "thread limit",
            "The account has too many connections at a time; Microsoft 365 allows three. Lower -ThrottleLimit."),
        new(0, "5.1.90", null, SlowDown),
        new(0, null, "SubmissionQuotaExceeded", SlowDown),
        new(0, "5.1.10", null, NoSuchUser),

        // Google
        new(0, "5.7.9", "pplication-specific password", AppPassword),
        new(0, "5.7.8", "BadCredentials",
            "Check user name and password. Google takes no account passwords: make an app password once two-step verification is on, or " +
            "log in with -Token."),
        new(0, "5.7.14", null,
            "The provider wants the account's owner to log in with a browser first and to confirm that it was them. After that use an " +
            "app password or -Token."),
        new(0, "x.7.23", null, DomainProof),
        new(0, "x.7.25", null, NoReverseName),
        new(0, "x.7.26", null, DomainProof),
        new(0, "x.7.27", null, DomainProof),
        new(0, "x.7.28", null, SlowDown),
        new(0, "x.7.29", null, EncryptFirst),
        new(0, "x.7.30", null, DomainProof),
        new(0, "5.4.5", null, SlowDown),
        new(0, null, "Invalid credentials for relay",
            "The relay service knows neither this machine's address nor the name it gives. An administrator can add the address, or set " +
            "-Helo to a domain of the organisation, or log in with -Credential."),
        new(0, null, "not authorized to send email directly", BlockedAddress),
        new(0, null, "illegal attachment", "The provider takes no such attachment, not even inside an archive. Send a link."),
        new(0, null, "potential security issue", "The provider takes no such attachment, not even inside an archive. Send a link."),
        new(0, "4.2.1", "too quickly", SlowDown),

        // Other providers
        new(0, null, "app password", AppPassword),
        new(0, null, "app-specific password", AppPassword),
        new(0, null, "application password", AppPassword),
        new(0, null, "address is not verified",
            "The provider sends only for addresses that were confirmed with it. Verify the address or the domain that the reply names, " +
            "or leave its trial mode."),
        new(454, null, "Throttling failure", SlowDown),

        // Relaying
        new(0, null, "relay access denied", Relay),
        new(0, null, "relaying denied", Relay),
        new(0, null, "unable to relay", Relay),
        new(0, null, "relay not permitted", Relay),
        new(0, null, "relaying not permitted", Relay),
        new(0, null, "not permitted to relay", Relay),
        new(0, null, "relaying is prohibited", Relay),

        // Greylisting and deferral
        new(0, null, "greylist", GreylistWait),
        new(0, null, "graylist", GreylistWait),
        new(0, null, "grey-list", GreylistWait),
        new(450, null, "try again", GreylistWait),
        new(451, null, "try again", GreylistWait),

        // Reputation, names and rates
        new(0, null, "blocked using", BlockedAddress),
        new(0, null, "block list", BlockedAddress),
        new(0, null, "blocklist", BlockedAddress),
        new(0, null, "spamhaus", BlockedAddress),
        new(0, null, "banned sending IP", BlockedAddress),
        new(0, null, "not owned by", SendAs),
        new(0, null, "helo command rejected",
            "Give -Helo this machine's full name as the name service knows it, such as host.example.com."),
        new(0, null, "cannot find your hostname",
            "This machine's address has no name in the name service. Send through your provider's submission server, or have its " +
            "operator set a PTR record."),
        new(0, null, "reverse dns", NoReverseName),
        new(0, null, "rdns", NoReverseName),
        new(0, null, "PTR record", NoReverseName),
        new(0, null, "dynamic ip", BlockedAddress),
        new(0, null, "dynamic address", BlockedAddress),
        new(0, null, "residential", BlockedAddress),
        new(0, null, "dial-up", BlockedAddress),
        new(0, null, "SPF", DomainProof),
        new(0, null, "DKIM", DomainProof),
        new(0, null, "DMARC", DomainProof),
        new(0, null, "rate limit", SlowDown),
        new(0, null, "too many connections", SlowDown),
        new(0, null, "too many messages", SlowDown),

        // By enhanced code alone: RFC 3463, RFC 4954, RFC 5248, RFC 7372
        new(0, "x.1.1", null, NoSuchUser),
        new(0, "x.1.2", null, "The domain of the recipient does not exist or takes no mail; check its spelling."),
        new(0, "x.1.3", null, "The server cannot read the recipient's address; check its spelling."),
        new(0, "x.1.6", null, "The recipient has moved and left no address."),
        new(0, "x.1.7", null, "The server cannot read the sender's address; check -From and -EnvelopeFrom."),
        new(0, "x.1.8", null,
            "The domain of -From or -EnvelopeFrom does not exist or takes no answers. Use an address at a domain with an MX record."),
        new(0, "x.2.1", null, "The recipient's mailbox takes no mail now; try again later or use another address."),
        new(0, "x.2.2", null, OverQuota),
        new(0, "x.2.3", null, TooLarge),
        new(0, "x.3.4", null, TooLarge),
        new(0, "x.3.1", null, "The server has no room for mail now. Try again later, or tell its operator."),
        new(0, "x.5.3", null, TooManyRecipients),
        new(0, "x.6.7", null, "The server cannot carry an address whose local part is not ASCII; use another address or server."),
        new(530, "x.7.0", "STARTTLS", EncryptFirst),
        new(530, "5.7.0", null, LogIn),
        new(0, "x.7.8", null,
            "Check user name and password. Large providers want an app password or a -Token, and let an administrator switch SMTP AUTH " +
            "off."),
        new(0, "x.7.9", null,
            "The server takes no mechanism as weak as this one. Use -Tls Implicit or StartTls, an app password, or -Token."),
        new(0, "x.7.10", null, EncryptFirst),
        new(0, "x.7.11", null, EncryptFirst),
        new(0, "x.7.12", null,
            "The server changed how it keeps passwords. Log in once with its own program, or ask its operator to set the password anew."),
        new(0, "x.7.13", null, "The account is disabled; its operator can say why."),
        new(454, "4.7.0", null, "The server could not check the login just now; try again in a while."),
        new(0, "4.7.0", null, GreylistWait),
        new(0, "4.7.1", null, GreylistWait),
        new(0, "4.2.0", null, GreylistWait),
        new(0, "5.7.1", null,
            "A policy of the server forbids it; its text says which. Often it wants a login (-Credential), another -From, or takes the " +
            "content for spam."),

        // By the words or the code of servers that give no enhanced code
        new(0, null, "over quota", OverQuota),
        new(0, null, "mailbox full", OverQuota),
        new(0, null, "mailbox is full", OverQuota),
        new(0, null, "user unknown", NoSuchUser),
        new(0, null, "no such user", NoSuchUser),
        new(0, null, "unknown user", NoSuchUser),
        new(0, null, "unrouteable address", NoSuchUser),
        new(0, null, "too many recipients", TooManyRecipients),
        new(530, null, "STARTTLS", EncryptFirst),
        new(530, null, null, LogIn),
        new(538, null, null, EncryptFirst),
        new(552, null, "size", TooLarge),
    ];

    /// <summary>What to do about a failure that a refusal is the reason of.</summary>
    /// <param name="error">The kind of failure.</param>
    /// <param name="reply">The server's reply.</param>
    /// <param name="special">As for <see cref="For(SmtpReply, string?)"/>.</param>
    /// <returns>A sentence or two.</returns>
    public static string For(MailError error, SmtpReply reply, string? special = null) =>
        For(reply, special) ?? (reply.IsTransientFailure && IsTriedAgain(error) ? Temporary : ErrorAdvice.For(error));

    /// <summary>What was refused before any of the message was sent; the end of a message is not tried again.</summary>
    private static bool IsTriedAgain(MailError error) =>
        error == MailErrors.SenderRejected || error == MailErrors.RecipientRejected || error == MailErrors.NoRecipientAccepted
            || error == MailErrors.GreetingRejected;

    /// <summary>What to do about a refusal.</summary>
    /// <param name="reply">The server's reply.</param>
    /// <param name="special">What is known of the command itself. It outranks what a code alone says, but not what a row knows
    /// by the server's words.</param>
    /// <returns>A sentence or two, or null if nothing better is known than the advice for the kind of error.</returns>
    public static string? For(SmtpReply reply, string? special = null)
    {
        var row = reply.Code >= 400 ? Rows.FirstOrDefault(row => row.Fits(reply)) : null;
        return row is { NamesWords: true } ? row.Advice : special ?? row?.Advice;
    }
}
