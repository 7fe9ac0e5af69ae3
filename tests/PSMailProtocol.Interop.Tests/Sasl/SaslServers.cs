using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using PSMailProtocol.Interop.Tests.Servers;

namespace PSMailProtocol.Interop.Tests.Sasl;

/// <summary>
/// A Postfix and a Dovecot that log in by every mechanism they have, with tokens that Dovecot checks by itself: JSON Web
/// Tokens with a key that both sides know.
/// </summary>
public sealed class SaslServers : IDisposable
{
    public const string Password = "p\u00e4ss =w\u00f6rd,\"\\";

    private const string Mechanisms = "plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer";

    private static readonly byte[] TokenKey = RandomNumberGenerator.GetBytes(32);

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ServerCertificate> _certificate;
    private readonly Lazy<DovecotServer> _dovecot;
    private readonly Lazy<PostfixServer> _postfix;

    public SaslServers()
    {
        _certificate = new(() => new ServerCertificate(_folder));
        _dovecot = new(() => new DovecotServer(_folder, _certificate.Value, Mechanisms, TokenConfiguration(), ("alice", Password)));
        _postfix = new(() => new PostfixServer(_folder, _certificate.Value, Dovecot, "alice"));
    }

    public DovecotServer Dovecot => _dovecot.Value;

    public PostfixServer Postfix => _postfix.Value;

    /// <summary>A token for a user, signed by HMAC with SHA-256 (RFC 7519).</summary>
    public static string TokenFor(string user, DateTimeOffset expires)
    {
        var issued = expires.AddHours(-1).ToUnixTimeSeconds();
        var signed = Encode("""{"alg":"HS256","typ":"JWT"}""") + "." +
            Encode($$"""{"sub":"{{user}}","iat":{{issued}},"nbf":{{issued}},"exp":{{expires.ToUnixTimeSeconds()}}}""");
        return signed + "." + Encode(HMACSHA256.HashData(TokenKey, Encoding.ASCII.GetBytes(signed)));
    }

    public void Dispose()
    {
        if (_postfix.IsValueCreated)
            _postfix.Value.Dispose();
        if (_dovecot.IsValueCreated)
            _dovecot.Value.Dispose();
        _folder.Dispose();
    }

    private string TokenConfiguration()
    {
        // Dovecot looks a key up by the authorized party, the algorithm and the key's id.
        Directory.CreateDirectory(_folder["keys/default/HS256"]);
        _folder.Write("keys/default/HS256/default", Convert.ToBase64String(TokenKey));
        var tokens = _folder.Write("oauth2.conf", $"""
            introspection_mode = local
            local_validation_key_dict = fs:posix:prefix={_folder["keys"]}/
            username_attribute = sub

            """);

        // The delays after a refusal are against guessing and would only make the refusals here take minutes.
        return $$"""
            auth_failure_delay = 0
            service anvil {
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = {{tokens}}
            }
            """;
    }

    private static string Encode(string json) => Encode(Encoding.ASCII.GetBytes(json));

    private static string Encode(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
