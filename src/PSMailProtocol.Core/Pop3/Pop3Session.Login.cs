using System;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Pop3;

/// <content>The authorization state: AUTH (RFC 5034), USER and PASS, APOP (RFC 1939 section 7).</content>
public sealed partial class Pop3Session
{
    /// <summary>The longest AUTH with an initial response (RFC 5034 section 4: 255 octets, CRLF included).</summary>
    private const int LongestAuth = 253;

    /// <summary>The mechanism of the login, USER for USER and PASS; null before.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>Logs in by SASL.</summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.AuthenticationFailed"/> or
    /// <see cref="MailErrors.MaildropInUse"/>.</exception>
    public void Authenticate(SaslMechanism mechanism)
    {
        using var operation = _connection.Operation();
        using var screen = new LoginScreen(_connection, "+ ");
        var exchange = new SaslExchange(mechanism, _limits.Sasl, screen);
        _connection.Send(exchange.Begin("AUTH ", LongestAuth));
        string line;
        while (IsChallenge(line = _connection.ReadReplyLine(), exchange))
            _connection.Send(exchange.Answer(ChallengeOf(line)));

        var reply = Pop3Reply.Parse(_connection, line);
        exchange.ThrowIfFaulty();
        if (!reply.IsPositive)
            throw new Pop3ReplyException(MailErrors.AuthenticationFailed, exchange.DescribeRefusal(), reply) { Mechanism = mechanism.Name };
        exchange.Accept();
        AuthenticationMechanism = mechanism.Name;
    }

    /// <summary>Logs in with USER and PASS, which takes the maildrop's lock.</summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.AuthenticationFailed"/> or
    /// <see cref="MailErrors.MaildropInUse"/>.</exception>
    public void Login(NetworkCredential credential)
    {
        using var operation = _connection.Operation();
        var user = WireCommand.Plain("USER " + credential.UserName, nameof(credential.UserName));
        var pass = WireCommand.Secret("PASS ", credential.Password, nameof(credential.Password));
        using var screen = new LoginScreen(_connection);
        screen.Hide(credential.Password);
        Expect(user, MailErrors.AuthenticationFailed, "The user was refused");
        Expect(pass, MailErrors.AuthenticationFailed, "The login was refused");
        AuthenticationMechanism = "USER";
    }

    /// <summary>
    /// Logs in with APOP, where the greeting has a timestamp. It is never chosen by itself: its MD5 over timestamp and
    /// password lets who overhears it, or plays the server, find the password.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationMechanismUnavailable"/> without a timestamp.</exception>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.AuthenticationFailed"/> or
    /// <see cref="MailErrors.MaildropInUse"/>.</exception>
    public void Apop(NetworkCredential credential)
    {
        var start = _greeting?.IndexOf('<') ?? -1;
        var end = start < 0 ? -1 : _greeting!.IndexOf('>', start);
        if (end < 0)
            throw new MailException(MailErrors.AuthenticationMechanismUnavailable,
                "The server's greeting has no timestamp, so it does not take APOP.");

        WireText.Validate(credential.Password, nameof(credential.Password));
        using var md5 = MD5.Create();
        var octets = Encoding.UTF8.GetBytes(_greeting!.Substring(start, end - start + 1) + credential.Password);
        var digest = BitConverter.ToString(md5.ComputeHash(octets)).Replace("-", "").ToLowerInvariant();
        using var operation = _connection.Operation();
        using var screen = new LoginScreen(_connection);
        screen.Hide(credential.Password);
        screen.Hide(digest);
        var command = WireCommand.Secret($"APOP {credential.UserName} ", digest, nameof(credential.UserName));
        Expect(command, MailErrors.AuthenticationFailed, "The login by APOP was refused");
        AuthenticationMechanism = "APOP";
    }

    /// <summary>The strongest way in: a mechanism of SASL, or USER and PASS where none fits.</summary>
    private void Authenticate(MailAccount account, MailCredential credential)
    {
        if (account.Authentication == MailAuthentication.Apop && credential.Kind == MailCredentialKind.Password)
        {
            Apop(credential.GetSecret());
            return;
        }

        var choice = new SaslChoice(account, credential, _connection, Capabilities.AuthenticationMechanisms, _limits.Sasl);
        if (choice.Find() is { } mechanism)
            Authenticate(mechanism);
        else if (credential.Kind == MailCredentialKind.Password
            && account.Authentication is MailAuthentication.Auto or MailAuthentication.Login)
            Login(credential.GetSecret());
        else
            throw choice.Unavailable();
    }

    /// <summary>Some servers say +OK where "+" belongs; it is the end only of an exchange in which nothing is left to be said.</summary>
    private static bool IsChallenge(string line, SaslExchange exchange) =>
        line == "+" || line.StartsWith("+ ", StringComparison.Ordinal)
        || (exchange.ExpectsChallenge && line.StartsWith("+OK", StringComparison.OrdinalIgnoreCase));

    private static string ChallengeOf(string line) =>
        line.StartsWith("+OK", StringComparison.OrdinalIgnoreCase) ? line.Substring(3).Trim() : line.Substring(1).Trim();
}
