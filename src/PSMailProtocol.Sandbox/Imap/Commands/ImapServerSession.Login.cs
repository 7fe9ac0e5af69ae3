using PSMailProtocol.Sandbox.Sasl;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>LOGIN (RFC 3501 section 6.2.3) and AUTHENTICATE (section 6.2.2, with RFC 4959's initial response).</content>
internal sealed partial class ImapServerSession
{
    private string Login(ImapArguments arguments)
    {
        arguments.Space();
        var user = arguments.AString();
        arguments.Space();
        var password = arguments.AString();
        arguments.End();

        if (LacksRequiredTls)
            return "NO [PRIVACYREQUIRED] STARTTLS comes first";
        return Service.Accounts.TryAuthenticate(user, password) ? Enter(user) : "NO [AUTHENTICATIONFAILED] Wrong user or password";
    }

    private string Authenticate(ImapArguments arguments)
    {
        arguments.Space();
        var name = arguments.Keyword();
        if (LacksRequiredTls)
            return "NO [PRIVACYREQUIRED] STARTTLS comes first";
        if (Mechanisms.Create(name) is not { } mechanism)
            return "NO Mechanism not recognized";

        var initial = arguments.TryTake(' ') ? arguments.Rest : null;
        return SaslServerExchange.Run(mechanism, Connection, initial, "+") switch
        {
            SaslServerOutcome.Accepted => Enter(mechanism.User!),
            SaslServerOutcome.Cancelled => "BAD Authentication cancelled",
            SaslServerOutcome.Malformed => "BAD No valid base64",
            _ => "NO [AUTHENTICATIONFAILED] Wrong user or password",
        };
    }

    private string Enter(string user)
    {
        _maildrop = Service.Accounts.Maildrop(user);
        _state = ImapState.Authenticated;
        return $"OK [CAPABILITY {string.Join(" ", Capabilities())}] Logged in";
    }
}
