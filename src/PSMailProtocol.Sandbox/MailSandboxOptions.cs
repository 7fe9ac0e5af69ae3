using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox;

/// <summary>What a <see cref="MailSandbox"/> serves and to whom. Every port of 0 becomes one that the system picks.</summary>
public sealed class MailSandboxOptions
{
    /// <summary>The port of SMTP in clear, with STARTTLS.</summary>
    public int SmtpPort { get; init; }

    /// <summary>The port of SMTP inside TLS.</summary>
    public int SmtpsPort { get; init; }

    /// <summary>The port of POP3 in clear, with STLS.</summary>
    public int Pop3Port { get; init; }

    /// <summary>The port of POP3 inside TLS.</summary>
    public int Pop3sPort { get; init; }

    /// <summary>The port of IMAP in clear, with STARTTLS.</summary>
    public int ImapPort { get; init; }

    /// <summary>The port of IMAP inside TLS.</summary>
    public int ImapsPort { get; init; }

    /// <summary>The port of the name server, for UDP and TCP.</summary>
    public int DnsPort { get; init; }

    /// <summary>
    /// The port of HTTPS, where the policies of MTA-STS are (<see cref="MailSandbox.SetPolicy"/>); null, the default, for none.
    /// </summary>
    public int? PolicyPort { get; init; }

    /// <summary>
    /// Where all ports are: an address of the loopback network. Default 127.0.0.1. Several sandboxes on addresses of their own can have the
    /// same ports, as the exchangers of a domain have.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port of the page that shows the messages, by HTTP; null, the default, for none.</summary>
    public int? WebPort { get; init; }

    /// <summary>
    /// User names and their passwords; names without a domain belong to <see cref="Domain"/>. Empty: any credential is
    /// accepted, and every user has a mailbox.
    /// </summary>
    public IDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>The domain of the users, whose MX is <c>mail.</c> before it at 127.0.0.1. Default <c>sandbox.test</c>.</summary>
    public string Domain { get; init; } = "sandbox.test";

    /// <summary>
    /// The mailboxes that every user has besides the INBOX, and the special use of each (RFC 6154) or an empty string. Default
    /// <c>Drafts</c>, <c>Sent</c>, <c>Archive</c>, <c>Junk</c> and <c>Trash</c>, each with its use.
    /// </summary>
    public IDictionary<string, string> Mailboxes { get; init; } = new Dictionary<string, string>
    {
        ["Drafts"] = @"\Drafts", ["Sent"] = @"\Sent", ["Archive"] = @"\Archive", ["Junk"] = @"\Junk", ["Trash"] = @"\Trash",
    };

    /// <summary>
    /// What the names of a user's mailboxes other than the INBOX begin with (RFC 2342), for example <c>INBOX.</c>, which is
    /// put before those of <see cref="Mailboxes"/>. Default empty.
    /// </summary>
    public string MailboxPrefix { get; init; } = "";

    /// <summary>What stands between the levels of a mailbox's name. Default a slash.</summary>
    public char MailboxDelimiter { get; init; } = '/';

    /// <summary>
    /// Whether IMAP opens a mailbox only for a client that gave its ID (RFC 2971), as NetEase's servers do. Default false.
    /// </summary>
    public bool RequireImapId { get; init; }

    /// <summary>
    /// Whether IMAP has Gmail's extensions (X-GM-EXT-1: labels, message and thread numbers, its search), by which a client may
    /// take it for Gmail. Default false.
    /// </summary>
    public bool OfferGmail { get; init; }

    /// <summary>How many octets a user's mailboxes may hold, as IMAP tells it (RFC 9208). Default 1 GiB; 0 for no quota.</summary>
    public long StorageQuota { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Whether the ports in clear offer STARTTLS or STLS. Default true.</summary>
    public bool OfferStartTls { get; init; } = true;

    /// <summary>Whether neither mail nor a credential is taken in clear. Default false.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Whether SMTP offers AUTH. Default true.</summary>
    public bool OfferAuthentication { get; init; } = true;

    /// <summary>
    /// The SASL mechanisms that all protocols offer, of PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256 and both with
    /// -PLUS, XOAUTH2, OAUTHBEARER and EXTERNAL. One that cannot work is left out: CRAM-MD5 and SCRAM without
    /// <see cref="Users"/>, -PLUS in clear, EXTERNAL unless the client showed a certificate, which it is asked for then and
    /// whose common name is the user. Default PLAIN and LOGIN.
    /// </summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["PLAIN", "LOGIN"];

    /// <summary>The access tokens of users, by user name. Empty: any token is accepted for any user that is named.</summary>
    public IDictionary<string, string> Tokens { get; init; } = new Dictionary<string, string>();

    /// <summary>How many iterations of its key function SCRAM asks for. Default 4,096.</summary>
    public int ScramIterations { get; init; } = 4096;

    /// <summary>
    /// Whether POP3 greets with a timestamp and takes APOP (RFC 1939 section 7), which needs the passwords of
    /// <see cref="Users"/>. Default false: who overhears an APOP can find the password.
    /// </summary>
    public bool OfferApop { get; init; }

    /// <summary>
    /// How long POP3 wants two logins of a user to be apart, in whole seconds; an earlier one is told [LOGIN-DELAY] (RFC 2449
    /// section 6.5). Default zero: POP3 does not name the capability.
    /// </summary>
    public TimeSpan LoginDelay { get; init; }

    /// <summary>Whether SMTP takes mail only after AUTH (RFC 4954 section 6, reply 530). Default false.</summary>
    public bool RequireAuthentication { get; init; }

    /// <summary>
    /// Whether SMTP refuses recipients other than <see cref="Users"/> (or, without those, other than addresses in
    /// <see cref="Domain"/>). Default false: mail for any address in the world lands in a mailbox of that name.
    /// </summary>
    public bool RejectUnknownRecipients { get; init; }

    /// <summary>The largest message SMTP takes, in octets (RFC 1870). Default 50 MiB.</summary>
    public int MaximumMessageSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>The most recipients of one message; the next is answered 452 (RFC 5321 section 4.5.3.1.10). Default 1,000.</summary>
    public int MaximumRecipients { get; init; } = 1000;

    /// <summary>The most transactions of one SMTP session; the next is answered 452 (RFC 9422 MAILMAX). Default 100,000.</summary>
    public int MaximumTransactions { get; init; } = 100_000;

    /// <summary>
    /// The most domains among the recipients of one message; a recipient of another is answered 452 (RFC 9422
    /// RCPTDOMAINMAX). Default 0: as many as there are recipients, and SMTP does not name this limit.
    /// </summary>
    public int MaximumRecipientDomains { get; init; }

    /// <summary>
    /// How long each reply of SMTP, POP3 and IMAP and each answer of the name server takes, as if the server were far away; replies to
    /// commands that came together travel together. Default zero.
    /// </summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The most connections at one time; further ones are closed at once. Default 200.</summary>
    public int MaximumConnections { get; init; } = 200;

    /// <summary>How long a connection may be silent before it is closed. Default 10 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a POP3 login waits for another session to let go of the maildrop before it is told [IN-USE]. Default
    /// 500 ms, so that the end of a session that just lost its connection is not mistaken for a session.
    /// </summary>
    public TimeSpan MaildropLockWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The server's certificate with its private key; null for one made at start (<see cref="MailSandbox.Certificate"/>).
    /// </summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Receives the dialogues of all connections, secrets hidden, one line at a time; null for none.</summary>
    public ITranscript? Transcript { get; init; }
}
