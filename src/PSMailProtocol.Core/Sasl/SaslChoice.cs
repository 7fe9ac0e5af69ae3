using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>
/// Picks the mechanism of a login: the strongest that the server offers and that fits what was given, or the one that the
/// user forces. Nothing weaker is tried after it fails.
/// </summary>
internal sealed class SaslChoice
{
    private readonly MailAccount _account;
    private readonly MailCredential _credential;
    private readonly IReadOnlyCollection<string> _offered;
    private readonly byte[]? _binding;
    private readonly MailConnection _connection;
    private readonly SaslLimits _limits;

    /// <summary>Prepares a choice.</summary>
    /// <param name="account">The server, and which mechanism is forced.</param>
    /// <param name="credential">Who logs in.</param>
    /// <param name="connection">The connection as it is now, encrypted or not.</param>
    /// <param name="offered">The names that the server offers on it.</param>
    /// <param name="limits">The caps on the login.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> if the forced mechanism does not fit the
    /// credential.</exception>
    public SaslChoice(MailAccount account, MailCredential credential, MailConnection connection, IReadOnlyCollection<string> offered,
        SaslLimits limits)
    {
        _account = account;
        _credential = credential;
        _connection = connection;
        _offered = offered;
        _limits = limits;
        _binding = connection.ServerCertificate is { } certificate ? ServerEndPointBinding.Of(certificate) : null;
        RefuseMisfit();
    }

    /// <summary>The mechanism, or null if the server offers none that fits.</summary>
    public SaslMechanism? Find()
    {
        var chosen = Fitting().FirstOrDefault(kind => IsOffered(kind.Name) && (!kind.IsBound || _binding is not null));
        return chosen is null ? null : Create(chosen);
    }

    /// <summary>The mechanism.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationMechanismUnavailable"/>, with both lists.</exception>
    public SaslMechanism Require() => Find() ?? throw Unavailable();

    /// <summary>The error for a server that offers nothing that fits.</summary>
    public MailException Unavailable()
    {
        var theirs = _offered.Count > 0 ? string.Join(", ", _offered.Select(WireText.Excerpt)) : "none";
        var ours = string.Join(", ", Fitting().Select(kind => kind.Name));
        return new MailException(MailErrors.AuthenticationMechanismUnavailable,
            $"{_account.Server} offers no login that fits what is given, {Describe(_credential.Kind)}. Offered: {theirs}; " +
            $"fitting: {ours}.");
    }

    private IEnumerable<SaslMechanismKind> Fitting() => _account.Authentication == MailAuthentication.Auto
        ? SaslMechanismKind.ByStrength.Where(kind => kind.Proof == _credential.Kind)
        : SaslMechanismKind.ByStrength.Where(kind => kind.Authentication == _account.Authentication);

    private void RefuseMisfit()
    {
        if (_account.Authentication == MailAuthentication.Apop)
        {
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(MailAccount.Authentication),
                _credential.Kind == MailCredentialKind.Password
                ? "Apop is a login of POP3 alone."
                : $"Apop takes {Describe(MailCredentialKind.Password)}, and what is given is {Describe(_credential.Kind)}.");
        }

        var forced = SaslMechanismKind.ByStrength.FirstOrDefault(kind => kind.Authentication == _account.Authentication);
        if (forced is not null && forced.Proof != _credential.Kind)
        {
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(MailAccount.Authentication),
                $"{_account.Authentication} takes {Describe(forced.Proof)}, and what is given is {Describe(_credential.Kind)}.");
        }

        if (_credential.Kind == MailCredentialKind.Certificate && !_connection.OffersClientCertificate)
        {
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(MailConnectionOptions.ClientCertificates),
                "holds no certificate, and a login by certificate needs one.");
        }
    }

    private static string Describe(MailCredentialKind kind) => kind switch
    {
        MailCredentialKind.Token => "a token",
        MailCredentialKind.Certificate => "a client certificate",
        _ => "a password",
    };

    private bool IsOffered(string name) => _offered.Contains(name, System.StringComparer.OrdinalIgnoreCase);

    private SaslMechanism Create(SaslMechanismKind kind)
    {
        var secret = _credential.GetSecret();
        return kind.Authentication switch
        {
            MailAuthentication.Plain => new PlainMechanism(secret),
            MailAuthentication.Login => new LoginMechanism(secret),
            MailAuthentication.CramMd5 => new CramMd5Mechanism(secret),
            MailAuthentication.XOAuth2 => new XOAuth2Mechanism(secret),
            MailAuthentication.OAuthBearer => new OAuthBearerMechanism(secret, _account.Server, _account.Port),
            MailAuthentication.External => new ExternalMechanism(secret.UserName),
            _ => Scram(kind),
        };
    }

    private ScramMechanism Scram(SaslMechanismKind kind)
    {
        var hash = kind.Name.StartsWith("SCRAM-SHA-256", System.StringComparison.Ordinal) ? ScramHash.Sha256 : ScramHash.Sha1;

        // RFC 5802 section 6: "y" says that we could have bound the channel and heard of no such offer. A server that made
        // it then knows that somebody took it away.
        var header = kind.IsBound ? Gs2Header.ServerEndPoint
            : _binding is not null && !IsOffered(kind.Name + "-PLUS") ? Gs2Header.ServerLacksBinding
            : Gs2Header.NoBinding;
        return new ScramMechanism(hash, _credential.GetSecret(), _limits.ScramIterations, header, kind.IsBound ? _binding : null);
    }
}
