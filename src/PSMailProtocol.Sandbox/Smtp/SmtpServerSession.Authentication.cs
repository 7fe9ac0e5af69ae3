using PSMailProtocol.Sandbox.Sasl;

namespace PSMailProtocol.Sandbox.Smtp;

/// <content>AUTH (RFC 4954).</content>
internal sealed partial class SmtpServerSession
{
    private void Authenticate(string argument)
    {
        var space = argument.IndexOf(' ');
        var name = space < 0 ? argument : argument.Substring(0, space);
        var initial = space < 0 ? null : argument.Substring(space + 1).Trim(' ');

        if (_clientName is null || !_isExtended)
            Reply("503 5.5.1 EHLO comes first");
        else if (_user is not null || _transaction is not null)
            Reply("503 5.5.1 Not now: already authenticated, or inside a transaction");
        else if (LacksRequiredTls)
            Reply("538 5.7.11 Encryption required for authentication");
        else if (!Offers("AUTH"))
            Reply("502 5.5.1 AUTH is not offered");
        else if (Mechanisms.Create(name) is not { } mechanism)
            Reply("504 5.5.4 Mechanism not recognized");
        else
            Authenticate(mechanism, initial);
    }

    private void Authenticate(SaslServerMechanism mechanism, string? initial)
    {
        switch (SaslServerExchange.Run(mechanism, Connection, initial, "334"))
        {
            case SaslServerOutcome.Accepted:
                _user = mechanism.User;
                Reply("235 2.7.0 Authentication succeeded");
                break;
            case SaslServerOutcome.Cancelled:
                Reply("501 5.7.0 Authentication cancelled");
                break;
            case SaslServerOutcome.Malformed:
                Reply("501 5.5.2 No valid base64");
                break;
            default:
                Reply("535 5.7.8 Authentication credentials invalid");
                break;
        }
    }
}
