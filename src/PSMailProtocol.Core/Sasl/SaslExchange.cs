using System;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>
/// Carries a mechanism as SMTP (RFC 4954), POP3 (RFC 5034) and IMAP (RFC 9051) do alike: base64 in lines, an asterisk to
/// give up, a bounded number of challenges. What stands before a challenge is the protocol's own.
/// </summary>
internal sealed class SaslExchange
{
    private const string SecretName = "response";

    private readonly SaslMechanism _mechanism;
    private readonly SaslLimits _limits;
    private readonly LoginScreen _screen;
    private MailException? _fault;
    private string? _deferred;
    private bool _started;
    private int _challenges;

    /// <param name="mechanism">The mechanism.</param>
    /// <param name="limits">The caps on it.</param>
    /// <param name="screen">Hears of every secret before it is sent.</param>
    public SaslExchange(SaslMechanism mechanism, SaslLimits limits, LoginScreen screen)
    {
        _mechanism = mechanism;
        _limits = limits;
        _screen = screen;
    }

    /// <summary>The mechanism's name.</summary>
    public string Name => _mechanism.Name;

    /// <summary>Whether the client still has to hear or say something before it takes the login as done.</summary>
    public bool ExpectsChallenge => _fault is null && !_mechanism.IsComplete;

    /// <summary>The command with which the exchange begins.</summary>
    /// <param name="verb">The command up to the mechanism's name and a space.</param>
    /// <param name="longest">The longest line with an initial response, CRLF not counted; 0 if none may be sent. A longer
    /// one waits for the server's first challenge.</param>
    public WireCommand Begin(string verb, int longest)
    {
        var command = verb + _mechanism.Name;
        if (!_mechanism.HasInitialResponse || longest == 0)
            return WireCommand.Plain(command);

        var response = Response([]);
        if (command.Length + 1 + response.Length > longest)
        {
            _deferred = response;
            return WireCommand.Plain(command);
        }

        _started = true;
        return WireCommand.Secret(command + " ", response.Length == 0 ? "=" : response, SecretName);
    }

    /// <summary>Answers a challenge: with the mechanism's response, or by giving up where it has none.</summary>
    /// <param name="challenge">The base64 as the server wrote it.</param>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/> for too many challenges.</exception>
    public WireCommand Answer(string challenge)
    {
        if (++_challenges > _limits.AuthenticationChallenges)
            throw new SaslViolationException(
                $"The server sent more than {_limits.AuthenticationChallenges} challenges " +
                $"for {Name} ({nameof(SaslLimits.AuthenticationChallenges)}).", Name);
        if (_fault is not null)
            return Cancellation();

        try
        {
            return Respond(challenge) is { } response ? WireCommand.Secret("", response, SecretName) : Cancellation();
        }
        catch (MailException e)
        {
            // The server hears that the exchange is off and refuses; then the reason is told.
            _fault = e switch
            {
                ScramRefusedException refused => new ScramRefusedException(_screen.Clear(refused.Reason)),
                _ when e.Error == MailErrors.ProtocolViolation => new SaslViolationException(e.Message, Name, e),
                _ => e,
            };
            return Cancellation();
        }
    }

    /// <summary>Ends the exchange, whatever the server made of it, with the fault that the client found.</summary>
    public void ThrowIfFaulty()
    {
        if (_fault is not null)
            throw _fault;
    }

    /// <summary>Takes note that the server calls the login done.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ServerProofInvalid"/> if it left its own proof out, or the fault
    /// for which the client gave up.</exception>
    public void Accept()
    {
        ThrowIfFaulty();
        if (!_mechanism.IsComplete)
            throw new MailException(MailErrors.ServerProofInvalid,
                $"The server called the login by {Name} done before the exchange was over.");
    }

    /// <summary>What was refused, as the start of an error's text, with the reason that the server gave inside the exchange.</summary>
    public string DescribeRefusal() => _mechanism.Refusal is { } reason
        ? $"The login by {Name} was refused ({WireText.Excerpt(_screen.Clear(reason))})"
        : $"The login by {Name} was refused";

    private string? Respond(string challenge)
    {
        if (_deferred is { } deferred)
        {
            _deferred = null;
            _started = true;
            return deferred;
        }

        if (!_started && _mechanism.HasInitialResponse)
        {
            // The server asks for the initial response; what it says with that means nothing.
            _started = true;
            return Response([]);
        }

        _started = true;
        var octets = Decode(challenge);
        return !_mechanism.CanAnswer ? null : Response(octets);
    }

    /// <summary>The mechanism's answer as it is sent, which nobody gets to see in what the server says from now on.</summary>
    private string Response(byte[] challenge)
    {
        var response = Convert.ToBase64String(_mechanism.Respond(challenge));
        foreach (var secret in _mechanism.Secrets)
            _screen.Hide(secret);
        _screen.Hide(response);
        return response;
    }

    private byte[] Decode(string challenge)
    {
        try
        {
            return Convert.FromBase64String(challenge.Trim());
        }
        catch (FormatException)
        {
            // The prompts of LOGIN are free text on some servers.
            return _mechanism.ReadsChallenges
                ? throw new MailException(MailErrors.ProtocolViolation, $"The server's challenge for {Name} is no base64.")
                : Encoding.UTF8.GetBytes(challenge);
        }
    }

    /// <summary>A lone asterisk ends an exchange (RFC 4954 section 4, RFC 5034 section 4, RFC 9051 section 6.2.2).</summary>
    private static WireCommand Cancellation() => WireCommand.Plain("*");
}
