using System;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>
/// A Postfix and a Dovecot that belong together, with two users. Started when the first test asks, so that a machine
/// without them skips its tests in peace, and shared by a class of tests.
/// </summary>
public sealed class MailServers : IDisposable
{
    public const string Password = "interop pass\"word\\";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ServerCertificate> _certificate;
    private readonly Lazy<DovecotServer> _dovecot;
    private readonly Lazy<PostfixServer> _postfix;

    public MailServers()
    {
        _certificate = new Lazy<ServerCertificate>(() => new ServerCertificate(_folder));
        _dovecot = new Lazy<DovecotServer>(() => new DovecotServer(_folder, Certificate, ("alice", Password), ("bob", Password)));
        _postfix = new Lazy<PostfixServer>(() => new PostfixServer(_folder, Certificate, Dovecot, "alice", "bob"));
    }

    public ServerCertificate Certificate => _certificate.Value;

    public DovecotServer Dovecot => _dovecot.Value;

    public PostfixServer Postfix => _postfix.Value;

    public void Dispose()
    {
        if (_postfix.IsValueCreated)
            _postfix.Value.Dispose();
        if (_dovecot.IsValueCreated)
            _dovecot.Value.Dispose();
        _folder.Dispose();
    }
}
