using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Imap;

/// <content>From the greeting to the login, and what is said right behind it.</content>
public sealed partial class ImapSession
{
    /// <summary>What makes strings and mailbox names UTF-8 once it is enabled.</summary>
    private static readonly string[] Utf8Extensions = ["IMAP4rev2", "UTF8=ACCEPT"];

    /// <summary>What the server has switched on.</summary>
    private IReadOnlyList<string> _enabled = [];

    /// <summary>The mechanism of the login, or the command LOGIN; null before.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>Who the server says it is (RFC 2971); null where it does not.</summary>
    public ImapServerId? ServerId { get; private set; }

    /// <summary>Whether strings and mailbox names are UTF-8 (RFC 6855, RFC 9051).</summary>
    public bool IsUtf8 => _responses.IsUtf8;

    /// <summary>Does over a fresh connection what <see cref="Open"/> does after connecting.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for an account without a credential.</exception>
    public void Begin(MailAccount account)
    {
        var credential = account.GetCredential()
            ?? throw new MailException(MailErrors.InvalidParameter, "A mailbox is read with a credential, and the account has none.");
        var isLoggedIn = ReadGreeting();
        RefuseClearPreauthentication(account, isLoggedIn);
        if (Capabilities.Names.Count == 0)
            ReadCapabilities();
        SessionOpening.Upgrade(account, _connection, Capabilities.StartTls, "STARTTLS", StartTls);
        if (!isLoggedIn)
            LogIn(account, credential);

        Introduce();
    }

    /// <summary>STARTTLS is not allowed any more once somebody is logged in, so such a greeting would keep the session in clear.</summary>
    internal void RefuseClearPreauthentication(MailAccount account, bool isLoggedIn)
    {
        if (isLoggedIn && !_connection.IsEncrypted && account.WantsUpgrade)
            throw new MailException(MailErrors.TlsRequired, $"{account.Server} greeted with PREAUTH in clear, which rules out STARTTLS.");
    }

    /// <summary>Logs in as the account asks.</summary>
    internal void LogIn(MailAccount account, MailCredential credential)
    {
        SessionOpening.RefuseClearCredential(account, _connection);
        Authenticate(account, credential);
    }

    /// <summary>Asks for the capabilities. Of a server that does not know the command nothing is known.</summary>
    public void ReadCapabilities()
    {
        using var operation = _connection.Operation();
        Run(new ImapCapabilityCommand());
    }

    /// <summary>Upgrades to TLS and asks for the capabilities anew, since those learned in clear prove nothing.</summary>
    public void StartTls()
    {
        using (_connection.Operation())
        {
            _connection.RefuseEarlyConsent();
            Run(new ImapStartTlsCommand());
        }

        Capabilities = ImapCapabilities.None;
        _connection.StartTls();
        ReadCapabilities();
    }

    /// <summary>Logs in.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationMechanismUnavailable"/> where LOGIN is disabled,
    /// <see cref="MailErrors.AuthenticationFailed"/> where it is refused.</exception>
    public void Login(NetworkCredential credential)
    {
        if (Capabilities.LoginDisabled)
            throw new MailException(MailErrors.AuthenticationMechanismUnavailable, "The server has LOGIN disabled on this connection.");

        using var screen = new LoginScreen(_connection);
        screen.Hide(credential.Password);
        screen.Hide(ImapWriter.Quoted(credential.Password));
        LogIn(new ImapLoginCommand(credential), "LOGIN");
    }

    /// <summary>Logs in by SASL.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationFailed"/> where it is refused.</exception>
    public void Authenticate(SaslMechanism mechanism)
    {
        using var screen = new LoginScreen(_connection, "+ ");
        var exchange = new SaslExchange(mechanism, _limits.Sasl, screen);
        LogIn(new ImapAuthenticateCommand(exchange, Capabilities), mechanism.Name);
    }

    /// <summary>The strongest way in: a mechanism of SASL, or the command LOGIN where none fits.</summary>
    private void Authenticate(MailAccount account, MailCredential credential)
    {
        var choice = new SaslChoice(account, credential, _connection, Capabilities.AuthenticationMechanisms, _limits.Sasl);
        if (choice.Find() is { } mechanism)
            Authenticate(mechanism);
        else if (credential.Kind == MailCredentialKind.Password
            && account.Authentication is MailAuthentication.Auto or MailAuthentication.Login && !Capabilities.LoginDisabled)
            Login(credential.GetSecret());
        else
            throw choice.Unavailable();
    }

    /// <summary>Servers may offer more after the login and say so with the completion; one that did not is asked.</summary>
    private void LogIn(ImapCommand<bool> command, string mechanism)
    {
        var before = Capabilities;
        Run(command);
        AuthenticationMechanism = mechanism;
        if (ReferenceEquals(before, Capabilities))
            ReadCapabilities();
    }

    /// <summary>
    /// Says who we are before a mailbox is opened, and switches on what changes how names and text are written. Both travel together.
    /// </summary>
    private void Introduce()
    {
        var id = Capabilities.Has("ID") ? new ImapIdCommand() : null;
        var extensions = string.Join(" ", Utf8Extensions.Where(Capabilities.Has));
        var enable = extensions.Length > 0 && (Capabilities.Has("ENABLE") || Capabilities.Has("IMAP4rev2"))
            ? new ImapEnableCommand(extensions)
            : null;
        if (id is null && enable is null)
            return;

        using var operation = _connection.Operation();
        Send([.. new ImapCommand?[] { id, enable }.OfType<ImapCommand>()]);
        if (id is not null)
            ServerId = Await(id);
        if (enable is not null)
        {
            _enabled = Await(enable);
            _responses.IsUtf8 = Utf8Extensions.Any(IsEnabled);
        }
    }

    /// <summary>Reads the greeting; returns whether the server takes us for logged in already (PREAUTH).</summary>
    internal bool ReadGreeting()
    {
        using var operation = _connection.Operation();
        SessionOpening.AwaitGreeting(_connection);
        _reader.BeginResponse();
        if (!_reader.TryTake('*'))
            throw _reader.Violation("where a greeting should be");
        _reader.Space();
        var condition = _reader.Atom().ToUpperInvariant();
        if (condition is not ("OK" or "PREAUTH" or "BYE"))
            throw _reader.Violation("where a greeting should be");

        var greeting = _responses.Status(condition);
        _reader.EndResponse();
        if (condition == "BYE")
            throw new ImapStatusException(MailErrors.GreetingRejected, "The server refused the session", greeting);

        See(greeting);
        return condition == "PREAUTH";
    }
}
