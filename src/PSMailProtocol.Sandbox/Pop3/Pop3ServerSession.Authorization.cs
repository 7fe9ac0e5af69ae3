using System;
using System.Security.Cryptography;
using System.Text;
using PSMailProtocol.Sandbox.Sasl;

namespace PSMailProtocol.Sandbox.Pop3;

/// <content>The authorization state: USER and PASS, APOP (RFC 1939 section 7), AUTH (RFC 5034), response codes (RFC 3206).</content>
internal sealed partial class Pop3ServerSession
{
    private readonly string _timestamp;
    private string? _claimedUser;

    private bool OffersApop => Service.Options.OfferApop && Service.Accounts.HasPasswords;

    private void User(string name)
    {
        if (LacksRequiredTls)
        {
            Reply("-ERR [AUTH] STLS comes first");
            return;
        }

        if (name.Length == 0)
        {
            Reply("-ERR Syntax: USER name");
            return;
        }

        // Whether the name exists is not told before the password (RFC 1939 section 13).
        _claimedUser = name;
        Reply("+OK");
    }

    private void Password(string password)
    {
        if (_claimedUser is not { } user)
        {
            Reply("-ERR USER comes first");
            return;
        }

        _claimedUser = null;
        if (Service.Accounts.TryAuthenticate(user, password))
            OpenMaildrop(user);
        else
            Reply("-ERR [AUTH] Wrong user or password");
    }

    private void Apop(string argument)
    {
        var end = argument.LastIndexOf(' ');
        if (!OffersApop)
            Reply("-ERR Unknown command");
        else if (LacksRequiredTls)
            Reply("-ERR [AUTH] STLS comes first");
        else if (end <= 0)
            Reply("-ERR Syntax: APOP name digest");
        else if (Service.Accounts.PasswordOf(argument.Substring(0, end)) is { } password
            && DigestOf(password) == argument.Substring(end + 1))
            OpenMaildrop(argument.Substring(0, end));
        else
            Reply("-ERR [AUTH] Wrong user or password");
    }

    private string DigestOf(string password)
    {
        using var md5 = MD5.Create();
        return BitConverter.ToString(md5.ComputeHash(Encoding.UTF8.GetBytes(_timestamp + password))).Replace("-", "").ToLowerInvariant();
    }

    private void Authenticate(string argument)
    {
        var parts = argument.Split([' '], 2);
        if (LacksRequiredTls)
        {
            Reply("-ERR [AUTH] STLS comes first");
            return;
        }

        if (Mechanisms.Create(parts[0]) is not { } mechanism)
        {
            Reply("-ERR Mechanism not recognized");
            return;
        }

        switch (SaslServerExchange.Run(mechanism, Connection, parts.Length > 1 ? parts[1] : null, "+"))
        {
            case SaslServerOutcome.Accepted:
                OpenMaildrop(mechanism.User!);
                break;
            case SaslServerOutcome.Cancelled:
                Reply("-ERR Authentication cancelled");
                break;
            case SaslServerOutcome.Malformed:
                Reply("-ERR No valid base64");
                break;
            default:
                Reply("-ERR [AUTH] Wrong user or password");
                break;
        }
    }
}
