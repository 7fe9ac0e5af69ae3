using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>
/// SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password and neither tells it. With channel binding the
/// proof holds for this server's certificate alone.
/// </summary>
public sealed class ScramMechanism : SaslMechanism
{
    private const int NonceOctets = 18;

    private readonly ScramHash _hash;
    private readonly NetworkCredential _credential;
    private readonly int _maximumIterations;
    private readonly string _gs2Header;
    private readonly byte[] _binding;
    private readonly string _nonce;
    private string _clientFirst = "";
    private string _proof = "";
    private byte[]? _serverSignature;
    private State _state;

    internal ScramMechanism(ScramHash hash, NetworkCredential credential, int maximumIterations, string gs2Header = Gs2Header.NoBinding,
        byte[]? binding = null, string? nonce = null)
    {
        SaslCredential.RefuseNul(credential);
        _hash = hash;
        _credential = credential;
        _maximumIterations = maximumIterations;
        _gs2Header = gs2Header;
        _binding = binding ?? [];
        _nonce = nonce ?? NewNonce();
        Name = $"SCRAM-{hash.Name}{(binding is null ? "" : "-PLUS")}";
    }

    private enum State
    {
        Start,
        FirstSent,
        ProofSent,
        ServerProven,
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override bool HasInitialResponse => true;

    /// <inheritdoc/>
    public override bool IsComplete => _state == State.ServerProven;

    /// <inheritdoc/>
    internal override IEnumerable<string> Secrets => [_credential.Password, _proof];

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        var message = Encoding.UTF8.GetString(challenge);
        switch (_state)
        {
            case State.Start:
                _state = State.FirstSent;
                return Encoding.UTF8.GetBytes(_gs2Header + ClientFirst());
            case State.FirstSent:
                _state = State.ProofSent;
                return Encoding.UTF8.GetBytes(ClientFinal(message));
            default:
                VerifyServer(message);
                _state = State.ServerProven;
                return [];
        }
    }

    /// <summary>client-first-message-bare.</summary>
    private string ClientFirst() =>
        _clientFirst = $"n={Gs2Header.SaslName(SaslPrep.Prepare(_credential.UserName, nameof(_credential.UserName)))},r={_nonce}";

    /// <summary>client-final-message, after the computations of RFC 5802 section 3.</summary>
    private string ClientFinal(string serverFirst)
    {
        var server = ScramServerFirst.Parse(serverFirst, _nonce, _maximumIterations);
        var withoutProof = $"c={Convert.ToBase64String(BindingInput())},r={server.Nonce}";
        var authMessage = $"{_clientFirst},{serverFirst},{withoutProof}";

        var password = Encoding.UTF8.GetBytes(SaslPrep.Prepare(_credential.Password, nameof(_credential.Password)));
        var saltedPassword = _hash.Salted(password, server.Salt, server.Iterations);
        var clientKey = _hash.Keyed(saltedPassword, "Client Key");
        var clientSignature = _hash.Keyed(_hash.Hash(clientKey), authMessage);
        _serverSignature = _hash.Keyed(_hash.Keyed(saltedPassword, "Server Key"), authMessage);

        for (var i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= clientSignature[i];
        Array.Clear(password, 0, password.Length);
        Array.Clear(saltedPassword, 0, saltedPassword.Length);
        _proof = Convert.ToBase64String(clientKey);
        return $"{withoutProof},p={_proof}";
    }

    /// <summary>cbind-input: the header as sent and the binding's data.</summary>
    private byte[] BindingInput()
    {
        var input = new byte[_gs2Header.Length + _binding.Length];
        Encoding.ASCII.GetBytes(_gs2Header, 0, _gs2Header.Length, input, 0);
        Buffer.BlockCopy(_binding, 0, input, _gs2Header.Length, _binding.Length);
        return input;
    }

    /// <summary>server-final-message: the server knows the password, or at least a key made of it, or it is not our server.</summary>
    private void VerifyServer(string serverFinal)
    {
        var attributes = serverFinal.Split(',');
        ScramMessage.ThrowIfRefused(attributes[0]);
        var signature = ScramMessage.Octets(ScramMessage.Value(attributes, 0, 'v'));
        ScramMessage.CheckExtensions(attributes, 1);

        var difference = signature.Length ^ _serverSignature!.Length;
        for (var i = 0; i < _serverSignature.Length; i++)
            difference |= _serverSignature[i] ^ (i < signature.Length ? signature[i] : 0);
        if (difference != 0)
            throw new MailException(MailErrors.ServerProofInvalid,
                $"The server took the login by {Name} and could not prove that it knows the password.");
    }

    private static string NewNonce()
    {
        using var random = RandomNumberGenerator.Create();
        var nonce = new byte[NonceOctets];
        random.GetBytes(nonce);
        return Convert.ToBase64String(nonce);
    }
}
