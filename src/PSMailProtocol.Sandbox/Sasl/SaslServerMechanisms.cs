using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Serving;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>The mechanisms that one connection is offered: those of the options that can work on it as it is now.</summary>
internal sealed class SaslServerMechanisms
{
    private readonly SandboxService _service;
    private readonly SandboxConnection _connection;

    public SaslServerMechanisms(SandboxService service, SandboxConnection connection)
    {
        _service = service;
        _connection = connection;
    }

    /// <summary>The names on offer now, in the order of the options.</summary>
    public IReadOnlyList<string> Names => _service.Options.Mechanisms.Where(CanWork).ToArray();

    private SandboxAccounts Accounts => _service.Accounts;

    /// <summary>Begins an exchange; null for a mechanism that is not on offer.</summary>
    public SaslServerMechanism? Create(string name)
    {
        name = name.ToUpperInvariant();
        return !Names.Contains(name) ? null : name switch
        {
            "PLAIN" => new PlainServerMechanism(Accounts),
            "LOGIN" => new LoginServerMechanism(Accounts),
            "CRAM-MD5" => new CramMd5ServerMechanism(Accounts, _service.HostName),
            "SCRAM-SHA-1" => Scram(ScramHash.Sha1, isBound: false),
            "SCRAM-SHA-1-PLUS" => Scram(ScramHash.Sha1, isBound: true),
            "SCRAM-SHA-256" => Scram(ScramHash.Sha256, isBound: false),
            "SCRAM-SHA-256-PLUS" => Scram(ScramHash.Sha256, isBound: true),
            "XOAUTH2" => new XOAuth2ServerMechanism(Accounts),
            "OAUTHBEARER" => new OAuthBearerServerMechanism(Accounts),
            _ => new ExternalServerMechanism(_connection.ClientCertificate!),
        };
    }

    private ScramServerMechanism Scram(ScramHash hash, bool isBound)
    {
        var unbound = "SCRAM-" + hash.Name;
        return new ScramServerMechanism(hash, Accounts, _service.Options.ScramIterations)
        {
            Binding = isBound ? ServerEndPointBinding.Of(_service.Certificate) : null,
            OffersBinding = Names.Contains(unbound + "-PLUS"),
        };
    }

    /// <summary>A digest needs passwords to compare with, a binding a certificate, EXTERNAL the client's.</summary>
    private bool CanWork(string name)
    {
        if (name.EndsWith("-PLUS", StringComparison.Ordinal)
            && (!_connection.IsEncrypted || ServerEndPointBinding.Of(_service.Certificate) is null))
            return false;
        if (name == "EXTERNAL")
            return _connection.ClientCertificate is not null;
        return Accounts.HasPasswords || !(name == "CRAM-MD5" || name.StartsWith("SCRAM-", StringComparison.Ordinal));
    }
}
