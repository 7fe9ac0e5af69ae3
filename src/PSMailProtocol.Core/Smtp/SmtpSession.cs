using System;
using System.IO;
using System.Net;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Smtp;

/// <summary>A client's session with a submission or relay server (RFC 5321). It does no socket work of its own.</summary>
public sealed partial class SmtpSession : IDisposable
{
    private readonly MailConnection _connection;
    private readonly SmtpLimits _limits;
    private readonly SmtpPipeline _pipeline;
    private readonly SmtpEnvelopeExchange _envelopes;
    private readonly SmtpContentTransfer _contents;
    private bool _isExtended = true;
    private bool _isEhloUnknown;

    /// <summary>Creates a session over a connection, which it then owns. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public SmtpSession(MailConnection connection, SmtpLimits? limits = null)
    {
        _connection = connection;
        _limits = limits ?? new SmtpLimits();
        _pipeline = new SmtpPipeline(connection, _limits);
        _envelopes = new SmtpEnvelopeExchange(_pipeline);
        _contents = new SmtpContentTransfer(_pipeline, connection);
    }

    /// <summary>The connection underneath.</summary>
    public MailConnection Connection => _connection;

    /// <summary>What the server offers now.</summary>
    public SmtpCapabilities Capabilities { get; private set; } = SmtpCapabilities.None;

    /// <summary>The mechanism of the login, or null if there was none.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>
    /// Connects, greets, encrypts and logs in, all as the account asks. Some servers of the time before extensions call EHLO
    /// unknown and close (RFC 1869 section 4.7); where nothing is wanted that only EHLO tells of, they are greeted by HELO on a new
    /// connection. One that closes without a word says nothing about EHLO.
    /// </summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="clientName">Our name for EHLO, or null for our address as a literal.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public static SmtpSession Open(MailAccount account, string? clientName, CancellationToken cancellation, SmtpLimits? limits = null)
    {
        SmtpSession? tried = null;
        SmtpSession Connect(bool isExtended) => SessionOpening.Open(
            account,
            connection => tried = new SmtpSession(connection, limits) { _isExtended = isExtended },
            session => session.Begin(account, clientName ?? session.AddressLiteral()),
            cancellation);

        try
        {
            return Connect(isExtended: true);
        }
        catch (MailException e)
            when (e.Error == MailErrors.ConnectionLost && tried is { _isEhloUnknown: true } && !account.RequiresUpgrade
                && account.GetCredential() is null)
        {
            return Connect(isExtended: false);
        }
    }

    /// <summary>Does over a fresh connection what <see cref="Open"/> does after connecting.</summary>
    public void Begin(MailAccount account, string clientName)
    {
        ReadGreeting();
        Hello(clientName);
        SessionOpening.Upgrade(account, _connection, Capabilities.StartTls, "STARTTLS", () => StartTls(clientName));
        LogIn(account);
    }

    /// <summary>Logs in as the account asks; does nothing for one that stays anonymous.</summary>
    internal void LogIn(MailAccount account)
    {
        if (account.GetCredential() is not { } credential)
            return;

        SessionOpening.RefuseClearCredential(account, _connection);
        var choice = new SaslChoice(account, credential, _connection, Capabilities.AuthenticationMechanisms, _limits.Sasl);

        // Servers that know a client by its certificate alone need not offer EXTERNAL for it.
        if (choice.Find() is null && credential.Kind == MailCredentialKind.Certificate && account.Authentication == MailAuthentication.Auto)
            return;
        Authenticate(choice.Require());
    }

    /// <summary>Reads the greeting.</summary>
    /// <exception cref="SmtpReplyException"><see cref="MailErrors.GreetingRejected"/>.</exception>
    public SmtpReply ReadGreeting()
    {
        using var operation = _connection.Operation();
        SessionOpening.AwaitGreeting(_connection);
        var greeting = SmtpReplyReader.Read(_connection, _limits);
        return greeting.Code == 220
            ? greeting
            : throw new SmtpReplyException(MailErrors.GreetingRejected, "The server refused the session", greeting);
    }

    /// <summary>Says EHLO, or HELO to a server that does not know EHLO, and notes the capabilities.</summary>
    public void Hello(string clientName)
    {
        using var operation = _connection.Operation();
        var verb = _isExtended ? "EHLO" : "HELO";
        var reply = Ask(Introduction(verb, clientName));
        if (reply.Code == 250 && _isExtended)
        {
            Capabilities = SmtpCapabilities.FromEhlo(reply);
            _pipeline.IsPipelined = Capabilities.Pipelining;
            return;
        }

        // Only "unknown command" means an old server (RFC 5321 section 4.1.4); any other refusal is one.
        _isEhloUnknown = _isExtended && reply.Code is (500 or 502);
        if (_isEhloUnknown)
            reply = Ask(Introduction("HELO", clientName));
        _isEhloUnknown = false;
        Forget();
        if (reply.Code != 250)
            throw new SmtpReplyException(MailErrors.CommandRejected, $"The server refused {verb}", reply) { Command = verb };
    }

    private static WireCommand Introduction(string verb, string clientName) =>
        WireCommand.Plain($"{verb} {clientName}", nameof(SmtpMailerOptions.ClientName));

    /// <summary>
    /// Upgrades to TLS and asks for the capabilities anew, since those learned in clear prove nothing (RFC 3207 section 4.2).
    /// </summary>
    public void StartTls(string clientName)
    {
        using (_connection.Operation())
        {
            _connection.RefuseEarlyConsent();
            var reply = Ask(WireCommand.Plain("STARTTLS"));
            if (reply.Code != 220)
                throw new SmtpReplyException(MailErrors.TlsRequired, "The server offered STARTTLS and refused it", reply)
                {
                    Command = "STARTTLS",
                };
        }

        Forget();
        _connection.StartTls();
        Hello(clientName);
    }

    /// <summary>Logs in (RFC 4954).</summary>
    /// <exception cref="SmtpReplyException"><see cref="MailErrors.AuthenticationFailed"/>.</exception>
    public void Authenticate(SaslMechanism mechanism)
    {
        using var operation = _connection.Operation();
        SmtpAuthentication.Run(mechanism, _connection, _limits.Sasl, Ask);
        AuthenticationMechanism = mechanism.Name;
    }

    /// <summary>
    /// Sends one message in one transaction to the recipients that the server takes. A refused sender, recipient or
    /// message is a result and no exception, and leaves the session ready for the next message.
    /// </summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="content">Writes the message, with line ends of any kind; called once, and only after a recipient was accepted.</param>
    /// <param name="size">The size of the message in octets, or null if it is not known beforehand.</param>
    public SmtpDelivery Send(SmtpEnvelope envelope, Action<Stream> content, long? size) => Send(new SmtpMessage(envelope, content, size));

    /// <summary>
    /// Sends one message in one transaction, as <see cref="Send(SmtpEnvelope, Action{Stream}, long?)"/> does, with what its submission asks
    /// for.
    /// </summary>
    public SmtpDelivery Send(SmtpSubmission submission) => Send(new SmtpMessage(submission, progress: null));

    /// <summary>Drops the transaction.</summary>
    public void Reset()
    {
        _envelopes.OweReset();
        Settle();
    }

    /// <summary>Says goodbye and closes. The mail is safe by then, so a server that does not answer changes nothing.</summary>
    public void Quit() => _connection.Leave("QUIT", () => Ask(WireCommand.Plain("QUIT")));

    /// <summary>Closes without a word.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _pipeline.Dispose();
    }

    /// <summary>How many transactions were begun.</summary>
    internal int Transactions { get; private set; }

    /// <summary>
    /// Opens a transaction, and reads whatever answer is still due before: the end of the content that went out last and
    /// the envelope are one flight (RFC 2920 section 3.1). What the server says is noted in the transactions.
    /// </summary>
    /// <exception cref="MailException">The connection ended; the session is closed.</exception>
    internal void Open(SmtpTransaction transaction)
    {
        Transactions++;
        transaction.AsksForReports = Capabilities.DeliveryStatusNotification && transaction.Message.Options.Notify != SmtpNotify.Default;
        _envelopes.Add(transaction, Capabilities);
        _pipeline.Exchange();
        _envelopes.Close(transaction);
        if (SmtpParameterRefusal.OfSender(transaction, Capabilities) is not { } extension)
            return;

        DoWithout(extension);
        transaction.Restart();
        transaction.LacksReports |= extension == SmtpParameterRefusal.Reports;
        Open(transaction);
    }

    /// <summary>Does not use an extension any more, because the server offers it and does not have it.</summary>
    internal void DoWithout(string keyword) => Capabilities = Capabilities.Without(keyword);

    /// <summary>
    /// Sends the content of an open transaction to its end, with PIPELINING in a moment at the latest. Nobody waits for the
    /// answer then, which the next exchange brings; without PIPELINING it is there when this returns.
    /// </summary>
    /// <exception cref="MailException">The connection ended or the content could not be written; the session is closed.</exception>
    internal void SendContent(SmtpTransaction transaction)
    {
        _contents.Send(transaction, Capabilities);

        // A chunk that was refused leaves a state that only RSET clears (RFC 3030 section 2), and the refusal may be yet to come.
        if (SmtpContentTransfer.GoesInChunks(transaction.Message, Capabilities) && transaction.FinalReply is not { IsPositive: true })
            _envelopes.OweReset();
    }

    /// <summary>Reads every answer that is due, unless the session was closed before it could come.</summary>
    /// <exception cref="MailException">The connection ended; the session is closed.</exception>
    internal void AwaitAnswers()
    {
        _pipeline.ComeBack();
        if (!_connection.IsClosed)
            _pipeline.Exchange();
    }

    /// <summary>Says and reads what is owed to the server, so that nothing hangs over from the last transaction.</summary>
    /// <exception cref="MailException">The connection ended; the session is closed.</exception>
    public void Settle()
    {
        if (_connection.IsClosed)
            return;

        _envelopes.AddOwedReset();
        _pipeline.Exchange();
    }

    /// <summary>
    /// Sends and reads what is left over from a transaction that came to nothing, so that the server need not wait for it.
    /// </summary>
    internal void Drain()
    {
        try
        {
            _pipeline.Exchange();
        }
        catch (MailException)
        {
            Dispose();
            _connection.NoteSent("(closed without an answer to the end of a transaction that came to nothing)");
        }
    }

    private SmtpDelivery Send(SmtpMessage message)
    {
        SmtpEnvelopeCheck.AgainstCapabilities(message, Capabilities, _connection.IsEncrypted);
        var delivery = new SmtpDelivery(message.Envelope);
        var transaction = new SmtpTransaction(message, message.Envelope.Recipients);
        Open(transaction);
        if (transaction.IsOpen)
            SendAndAwait(transaction);
        if (transaction.FinalReply is not { IsPositive: true })
            Settle();
        delivery.Add(transaction);
        delivery.Conclude();
        return delivery;
    }

    private void SendAndAwait(SmtpTransaction transaction)
    {
        try
        {
            SendContent(transaction);
            AwaitAnswers();
        }
        catch (MailException e) when (transaction.IsEnded)
        {
            // Whatever it is, it came after the end of the message, and if no answer did, nobody here knows.
            Dispose();
            transaction.Loss = e;
        }
    }

    /// <summary>Sends a command and reads its reply. 421 means that the server closes (RFC 5321 section 3.8).</summary>
    private SmtpReply Ask(WireCommand command)
    {
        _connection.Send(command);
        var reply = SmtpReplyReader.Read(_connection, _limits);
        if (reply.Code != 421)
            return reply;

        throw _pipeline.Closed(reply, command.Verb);
    }

    private void Forget()
    {
        Capabilities = SmtpCapabilities.None;
        _pipeline.IsPipelined = false;
    }

    /// <summary>Our address as RFC 5321 section 4.1.3 wants it of a client without a name of its own.</summary>
    internal string AddressLiteral()
    {
        var address = _connection.LocalEndPoint?.Address ?? IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.GetAddressBytes().Length == 4 ? $"[{address}]" : $"[IPv6:{new IPAddress(address.GetAddressBytes())}]";
    }
}
