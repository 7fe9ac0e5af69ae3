using System;
using System.Linq;
using PSMailProtocol.Advice;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Advice;

/// <summary>The refusals that people meet, in the words of those who send them, and what the advice has to name.</summary>
public class SmtpReplyAdviceTests
{
    public static TheoryData<string, string> Refusals { get; } = new()
    {
        // Microsoft 365 and Exchange
        { "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit " +
            "https://aka.ms/smtp_auth_disabled for more information. [AM0PR.EURPRD.PROD.OUTLOOK.COM]", "Set-CASMailbox" },
        { "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit " +
            "https://aka.ms/smtp_auth_disabled", "Set-CASMailbox" },
        { "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [PH0P220CA0001.NAMP220.PROD.OUTLOOK.COM]", "-Token" },
        { "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your " +
            "administrator.", "security defaults" },
        { "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your " +
            "administrator.", "conditional access" },
        { "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "user name and password" },
        { "451 5.7.3 STARTTLS is required to send mail [AM0PR.EURPRD.PROD.OUTLOOK.COM]", "-Tls StartTls" },
        { "535 5.7.3 Authentication unsuccessful [AM0PR.EURPRD.PROD.OUTLOOK.COM]", "SMTP.Send" },
        { "530 5.7.57 Client not authenticated to send mail. [AM0PR.EURPRD.PROD.OUTLOOK.COM]", "-Credential" },
        { "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "-From" },
        { "554 5.2.252 SendAsDenied; app@example.com not allowed to send as boss@example.com", "-From" },
        { "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a " +
            "permanent exception", "-From" },
        { "550 5.7.64 TenantAttribution; Relay Access Denied [DB5EUR.EURPRD.PROD.OUTLOOK.COM]", "connector" },
        { "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "-Credential" },
        { "550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification", "SPF" },
        { "550 5.7.515 Access denied, sending domain example.com does not meet the required authentication level.", "DKIM" },
        { "550 5.7.705 Access denied, tenant has exceeded threshold", "-ThrottleLimit" },
        { "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", "network address" },
        { "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domain.", "registered" },
        { "550 5.1.8 Access denied, bad outbound sender AS(42003)", "spam" },
        { "421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2.", "TLS 1.2" },
        { "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "-ThrottleLimit" },
        { "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients", "later" },
        { "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "later" },
        { "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient nobody@example.com not found by SMTP address lookup", "spelling" },

        // Google
        { "534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  " +
            "https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp", "app password" },
        { "535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  " +
            "https://support.google.com/mail/?p=BadCredentials x - gsmtp", "app password" },
        { "534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1> Please log in via your web browser and then try again.\n534 " +
            "5.7.14  https://support.google.com/mail/answer/78754 x - gsmtp", "browser" },
        { "550 5.7.23 The message was rejected because of Sender Policy Framework violation", "SPF" },
        { "550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record setup", "PTR" },
        { "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550 5.7.26 Gmail requires all senders to " +
            "authenticate with either SPF or DKIM.", "DKIM" },
        { "421-4.7.26 Your email has been rate limited because it is unauthenticated.", "SPF" },
        { "550 5.7.27 Your email has been blocked because SPF authentication didn't pass for this message.", "SPF" },
        { "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.", "-ThrottleLimit" },
        { "421 4.7.29 Your email has been rate limited because this message wasn't sent over a TLS connection.", "-Tls" },
        { "550 5.7.30 Your email has been blocked because DKIM authentication didn't pass for this message.", "DKIM" },
        { "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to", "later" },
        { "550-5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've registered in your Workspace SMTP Relay service " +
            "doesn't match the domain of the account", "-Helo" },
        { "550-5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized to send email directly to our servers. Please use " +
            "the SMTP relay at your service provider instead.", "submission server" },
        { "552 5.7.0 Our system detected an illegal attachment on your message.", "link" },
        { "552-5.7.0 This message was blocked because its content presents a potential security issue.", "link" },
        { "450 4.2.1 The user you are trying to contact is receiving mail at a rate that is too quickly", "later" },

        // Other providers
        { "535 5.7.0 Error: authentication failed: use an app password", "app password" },
        { "535 5.7.8 Error: authentication failed: please use an app-specific password", "app password" },
        { "535 Authentication failed: Use an Application Password", "app password" },
        { "554 Message rejected: Email address is not verified. The following identities failed the check: a@example.com", "Verify" },
        { "454 Throttling failure: Maximum sending rate exceeded.", "-ThrottleLimit" },

        // Relaying
        { "554 5.7.1 <b@example.org>: Relay access denied", "-Credential" },
        { "454 4.7.1 <b@example.org>: Relay access denied", "-Credential" },
        { "550 5.7.1 <b@example.org>... Relaying denied", "-Credential" },
        { "550 5.7.1 Unable to relay", "587" },
        { "550 relay not permitted", "587" },
        { "550 5.7.1 relaying not permitted", "587" },
        { "550 Host is not permitted to relay through us", "587" },
        { "550 Relaying is prohibited", "587" },

        // Greylisting and deferral
        { "450 4.2.0 <b@example.org>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html",
            "-RetryIntervalSec" },
        { "451 4.7.1 Graylisted, please try again in 300 seconds", "-RetryIntervalSec" },
        { "451 Temporarily deferred by grey-listing", "-MaximumRetryCount" },
        { "450 Requested mail action not taken: try again later", "-MaximumRetryCount" },
        { "451 4.3.0 Temporary failure, please try again later", "-MaximumRetryCount" },
        { "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints",
            "-MaximumRetryCount" },
        { "451 4.7.1 Please come back later", "-MaximumRetryCount" },
        { "450 4.2.0 Come back in a while", "-MaximumRetryCount" },

        // Reputation, names and rates
        { "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.example.org", "network address" },
        { "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of " +
            "their network is on our block list (S3140).", "network address" },
        { "550 5.7.1 192.0.2.1 is on our blocklist", "network address" },
        { "550 See https://www.spamhaus.org/query/ip/192.0.2.1", "network address" },
        { "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", "network address" },
        { "553 5.7.1 <boss@example.com>: Sender address rejected: not owned by user app", "-From" },
        { "504 5.5.2 <host>: Helo command rejected: need fully-qualified hostname", "-Helo" },
        { "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]", "PTR" },
        { "554 5.7.1 No reverse DNS for your host", "PTR" },
        { "550 5.7.1 Bad rDNS", "PTR" },
        { "550 5.7.1 Your address has no PTR record", "PTR" },
        { "550 5.7.1 Mail from dynamic IP addresses is not accepted here", "network address" },
        { "550 5.7.1 Mail from a dynamic address is not accepted here", "network address" },
        { "550 5.7.1 This is a residential connection", "network address" },
        { "550 5.7.1 Dial-up hosts send through their provider", "network address" },
        { "550 SPF check failed", "SPF" },
        { "550 No valid DKIM signature", "SPF and DKIM" },
        { "550 Rejected by the DMARC policy of example.com", "SPF and DKIM" },
        { "451 4.7.500 Rate limit exceeded", "-ThrottleLimit" },
        { "421 4.7.0 Too many connections from your host", "-ThrottleLimit" },
        { "421 Too many messages in this session", "-ThrottleLimit" },

        // By enhanced code alone
        { "550 5.1.1 <nobody@example.org>: Recipient address rejected", "spelling" },
        { "550 5.1.2 Host unknown", "domain of the recipient" },
        { "501 5.1.3 Bad recipient address syntax", "recipient's address" },
        { "551 5.1.6 User has moved", "moved" },
        { "501 5.1.7 Bad sender address syntax", "-EnvelopeFrom" },
        { "450 4.1.8 <a@nowhere.example>: Sender address rejected: Domain not found", "domain of -From" },
        { "550 5.2.1 The email account is disabled", "no mail now" },
        { "552 5.2.2 The email account that you tried to reach is full", "full" },
        { "452 4.2.2 The account is at its limit", "full" },
        { "552 5.2.3 Your message exceeded the recipient's limits", "smaller attachments" },
        { "552 5.3.4 Message size exceeds fixed limit", "smaller attachments" },
        { "452 4.3.1 Insufficient system storage", "no room" },
        { "452 4.5.3 Error: too many recipients", "fewer recipients" },
        { "553 5.6.7 non-ASCII addresses not permitted", "ASCII" },
        { "530 5.7.0 Must issue a STARTTLS command first", "-Tls" },
        { "530 5.7.0 Authentication required", "-Credential" },
        { "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "app password" },
        { "534 5.7.9 Authentication mechanism is too weak", "mechanism" },
        { "523 5.7.10 Encryption Needed", "-Tls" },
        { "538 5.7.11 Encryption required for requested authentication mechanism", "-Tls" },
        { "432 4.7.12 A password transition is needed", "anew" },
        { "525 5.7.13 User Account Disabled", "disabled" },
        { "454 4.7.0 Temporary authentication failure", "login" },
        { "550 5.7.1 Message rejected as spam", "policy" },

        // Servers that give no enhanced code
        { "552 User is over quota", "full" },
        { "552 Mailbox full", "full" },
        { "452 The mailbox is full", "full" },
        { "550 User unknown", "spelling" },
        { "550 No such user here", "spelling" },
        { "550 unknown user b", "spelling" },
        { "550 Unrouteable address", "spelling" },
        { "452 Too many recipients", "fewer recipients" },
        { "530 Must issue a STARTTLS command first", "-Tls" },
        { "530 Access denied", "-Credential" },
        { "538 Not in clear", "-Tls" },
        { "552 Message exceeds maximum size", "smaller attachments" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_that_people_meet_has_advice(string reply, string expected)
    {
        var advice = SmtpReplyAdvice.For(Read(reply));

        Assert.Contains(expected, advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_is_the_first_one_for_some_refusal()
    {
        var reached = Refusals.Select(row => Read((string)row[0])).Select(reply => SmtpReplyAdvice.Rows.First(row => row.Fits(reply)))
            .ToHashSet();

        Assert.Empty(SmtpReplyAdvice.Rows.Where(row => !reached.Contains(row)).Select(row => row.Advice));
    }

    [Theory]
    [InlineData("250 2.1.5 user unknown to me, but OK")]
    [InlineData("354 too many recipients")]
    [InlineData("554 Transaction failed")]
    [InlineData("500 5.5.2 Error: bad syntax")]
    [InlineData("451 4.3.0 Queue file write error")]
    public void Success_and_what_is_not_known_have_none(string reply) => Assert.Null(SmtpReplyAdvice.For(Read(reply)));

    [Fact]
    public void A_failure_has_the_advice_for_its_reply_or_that_of_its_kind()
    {
        var known = new SmtpReplyException(MailErrors.DataRejected, "Refused", Read("550 5.7.60 No"));
        var unknown = new SmtpReplyException(MailErrors.DataRejected, "Refused", Read("554 No"));

        Assert.Contains("-From", MailAdvice.For(known), StringComparison.Ordinal);
        Assert.Equal(ErrorAdvice.For(MailErrors.DataRejected), MailAdvice.For(unknown));
    }

    /// <summary>Only what was refused before the content is tried again by itself.</summary>
    [Theory]
    [InlineData("SenderRejected", "451 4.3.0 Queue file write error", true)]
    [InlineData("RecipientRejected", "450 Not now", true)]
    [InlineData("NoRecipientAccepted", "450 Not now", true)]
    [InlineData("GreetingRejected", "421 Busy", true)]
    [InlineData("NoRecipientAccepted", "550 Not ever", false)]
    [InlineData("DataRejected", "451 Not now", false)]
    [InlineData("ServerClosed", "421 Bye", false)]
    public void A_refusal_that_is_known_by_its_class_alone_is_said_to_be_temporary(string error, string reply, bool tellsToRetry)
    {
        var kind = MailErrors.All.Single(known => known.Id == error);

        var failure = new SmtpReplyException(kind, "Refused", Read(reply));

        Assert.Equal(tellsToRetry, MailAdvice.For(failure).Contains("-MaximumRetryCount", StringComparison.Ordinal));
        if (!tellsToRetry)
            Assert.Equal(ErrorAdvice.For(kind), MailAdvice.For(failure));
    }

    /// <summary>
    /// The server's words outrank what the mechanism lets one guess, and that outranks a code that stands for many cases.
    /// </summary>
    [Theory]
    [InlineData(false, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "Set-CASMailbox")]
    [InlineData(false, "534 5.7.9 Application-specific password required.", "app password")]
    [InlineData(false, "535 5.7.8 Username and Password not accepted. BadCredentials", "Google takes no account passwords")]
    [InlineData(false, "454 4.7.0 Temporary authentication failure", "just now")]
    [InlineData(false, "535 no", "Check user name and password")]
    [InlineData(true, "535 5.7.8 no", "new token")]
    [InlineData(true, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "Set-CASMailbox")]
    public void A_refused_login_carries_the_advice_for_its_reply(bool token, string reply, string advice)
    {
        var failure = new SmtpReplyException(MailErrors.AuthenticationFailed, "Refused", Read(reply))
        {
            Mechanism = token ? "XOAUTH2" : "PLAIN",
        };

        Assert.Contains(advice, MailAdvice.For(failure), StringComparison.Ordinal);
    }

    /// <summary>Reads a reply as it comes from a server; a last line that announces another one is completed.</summary>
    private static SmtpReply Read(string reply)
    {
        var lines = reply.Split('\n').ToList();
        if (lines[^1][3] == '-')
            lines.Add(lines[^1][..3] + " .");
        using var connection = Said.By(lines);
        return SmtpReplyReader.Read(connection, new SmtpLimits());
    }
}
