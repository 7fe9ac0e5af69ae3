using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Smtp;

/// <summary>A client's session with a submission or relay server (RFC 5321). It does no socket work of its own.</summary>
public sealed class SmtpSession : IDisposable
{
    /// <summary>RFC 5321 section 4.5.3.2.6: a shorter wait makes the client send again what the server has.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(10);

    private readonly MailConnection _connection;

    /// <summary>Creates a session over a connection, which it then owns. Nothing is read or written yet.</summary>
    public SmtpSession(MailConnection connection) => _connection = connection;

    /// <summary>The connection underneath.</summary>
    public MailConnection Connection => _connection;

    /// <summary>What the server offers now.</summary>
    public SmtpCapabilities Capabilities { get; private set; } = SmtpCapabilities.None;

    /// <summary>The mechanism of the login, or null if there was none.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>Connects, greets, encrypts and logs in, all as the account asks.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="clientName">Our name for EHLO, or null for our address as a literal.</param>
    /// <param name="cancellation">Closes the connection.</param>
    public static SmtpSession Open(MailAccount account, string? clientName, CancellationToken cancellation) =>
        MailConnector.Open(account, connection => new SmtpSession(connection), session => session.Begin(account, clientName ?? session.AddressLiteral()), cancellation);

    /// <summary>Does over a fresh connection what <see cref="Open"/> does after connecting.</summary>
    public void Begin(MailAccount account, string clientName)
    {
        ReadGreeting();
        Hello(clientName);
        MailConnector.Upgrade(account, _connection, Capabilities.StartTls, "STARTTLS", () => StartTls(clientName));
        if (account.GetCredential() is not { } credential)
            return;

        MailConnector.RefuseClearCredential(account, _connection);
        var choice = new SaslChoice(account, credential, _connection, Capabilities.AuthenticationMechanisms);

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
        var greeting = SmtpReplyReader.Read(_connection);
        return greeting.Code == 220
            ? greeting
            : throw new SmtpReplyException(MailErrors.GreetingRejected, "The server refused the session", greeting);
    }

    /// <summary>Says EHLO, or HELO to a server that does not know EHLO, and notes the capabilities.</summary>
    public void Hello(string clientName)
    {
        using var operation = _connection.Operation();
        var reply = Ask(WireCommand.Plain("EHLO " + clientName, "The name for EHLO"));
        if (reply.Code == 250)
        {
            Capabilities = SmtpCapabilities.FromEhlo(reply);
            return;
        }

        // Only "unknown command" means an old server (RFC 5321 section 4.1.4); any other refusal is one.
        if (reply.Code is 500 or 502)
            reply = Ask(WireCommand.Plain("HELO " + clientName, "The name for HELO"));
        Capabilities = SmtpCapabilities.None;
        if (reply.Code != 250)
            throw new SmtpReplyException(MailErrors.CommandRejected, "The server refused EHLO", reply);
    }

    /// <summary>Upgrades to TLS and asks for the capabilities anew, since those learned in clear prove nothing (RFC 3207 section 4.2).</summary>
    public void StartTls(string clientName)
    {
        using (_connection.Operation())
        {
            var reply = Ask(WireCommand.Plain("STARTTLS"));
            if (reply.Code != 220)
                throw new SmtpReplyException(MailErrors.TlsRequired, "The server offered STARTTLS and refused it", reply);
        }

        Capabilities = SmtpCapabilities.None;
        _connection.StartTls();
        Hello(clientName);
    }

    /// <summary>Logs in (RFC 4954).</summary>
    /// <exception cref="SmtpReplyException"><see cref="MailErrors.AuthenticationFailed"/>.</exception>
    public void Authenticate(SaslMechanism mechanism)
    {
        using var operation = _connection.Operation();
        SmtpAuthentication.Run(mechanism, _connection, Ask);
        AuthenticationMechanism = mechanism.Name;
    }

    /// <summary>
    /// Sends one message to the recipients that the server takes. A refused sender, recipient or message is a result
    /// and no exception, and leaves the session ready for the next message.
    /// </summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="content">Writes the message; called once, and only after a recipient was accepted.</param>
    /// <param name="size">The size of the message in octets, or null if it is not known beforehand.</param>
    public SmtpDelivery Send(SmtpEnvelope envelope, Action<Stream> content, long? size)
    {
        SmtpEnvelopeCheck.AgainstCapabilities(envelope, Capabilities, size);
        var delivery = new SmtpDelivery(envelope);
        using (_connection.Operation())
        {
            var mail = Ask(SmtpEnvelopeCommands.Mail(envelope, Capabilities, size));
            if (!mail.IsPositive)
                return delivery.RefuseSender(mail);
        }

        foreach (var recipient in envelope.Recipients)
        {
            using var operation = _connection.Operation();
            delivery.AddRecipient(recipient, Ask(SmtpEnvelopeCommands.Recipient(recipient)));
        }

        if (delivery.AcceptedRecipients.Count == 0)
        {
            Reset();
            return delivery.RefuseAllRecipients();
        }

        using (_connection.Operation())
        {
            var data = Ask(WireCommand.Plain("DATA"));
            if (data.Code != 354)
            {
                // Some servers take DATA's refusal for the end of the transaction and some do not; RSET settles it.
                Reset();
                return delivery.Refuse(data);
            }
        }

        return SendContent(delivery, content);
    }

    /// <summary>Drops the transaction.</summary>
    public void Reset()
    {
        using var operation = _connection.Operation();
        Expect(Ask(WireCommand.Plain("RSET")), "RSET");
    }

    /// <summary>Says goodbye and closes. The mail is safe by then, so a server that does not answer changes nothing.</summary>
    public void Quit() => _connection.Leave("QUIT", () => Ask(WireCommand.Plain("QUIT")));

    /// <summary>Closes without a word.</summary>
    public void Dispose() => _connection.Dispose();

    private SmtpDelivery SendContent(SmtpDelivery delivery, Action<Stream> content)
    {
        var body = new DotStuffedWriter(_connection);
        try
        {
            using (_connection.Operation())
                content(body);
        }
        catch
        {
            // Without the final dot the server drops what it has; a half message must never be ended as if it were whole.
            Dispose();
            throw;
        }

        using (_connection.Operation(TerminationTimeout))
        {
            try
            {
                body.WriteTerminator();
                _connection.NoteSent($"({body.OctetsWritten:N0} octets of message)");
                var reply = SmtpReplyReader.Read(_connection);
                if (reply.Code == 421)
                    Dispose();
                return delivery.Complete(reply, body.OctetsWritten);
            }
            catch (MailException e)
            {
                Dispose();
                return delivery.LoseAnswer(e, body.OctetsWritten);
            }
        }
    }

    /// <summary>Sends a command and reads its reply. 421 means that the server closes (RFC 5321 section 3.8).</summary>
    private SmtpReply Ask(WireCommand command)
    {
        _connection.Send(command);
        var reply = SmtpReplyReader.Read(_connection);
        if (reply.Code != 421)
            return reply;

        Dispose();
        throw new SmtpReplyException(MailErrors.ServerClosed, "The server ends the session", reply);
    }

    private static void Expect(SmtpReply reply, string command)
    {
        if (!reply.IsPositive)
            throw new SmtpReplyException(MailErrors.CommandRejected, $"The server refused {command}", reply);
    }

    /// <summary>Our address as RFC 5321 section 4.1.3 wants it of a client without a name of its own.</summary>
    private string AddressLiteral()
    {
        var address = _connection.LocalEndPoint?.Address ?? IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.GetAddressBytes().Length == 4 ? $"[{address}]" : $"[IPv6:{new IPAddress(address.GetAddressBytes())}]";
    }
}
