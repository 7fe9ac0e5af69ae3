using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Tests.Net;

/// <summary>Which certificates stand for a server (RFC 9525), whatever the platform says, and what is said of those that do not.</summary>
public class ServerCertificateTests
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";
    private const string NotRefused = "It did not fail.";

    /// <summary>What <see cref="SslProtocols"/> calls obsolete names for.</summary>
    private const int Tls10 = 0xC0;
    private const int Tls11 = 0x300;

    /// <summary>Names in the certificate, addresses in the certificate, what the user typed, whether that is the same.</summary>
    public static IEnumerable<object[]> Names =>
    [
        ["mail.example.com", "", "mail.example.com", true],
        ["MAIL.example.COM", "", "mail.EXAMPLE.com", true],
        ["mail.example.com", "", "mail.example.com.", true],
        ["other.example.com mail.example.com", "", "mail.example.com", true],
        ["example.com", "", "mail.example.com", false],
        ["mail.example.com", "", "example.com", false],
        ["mail.example.com.evil.test", "", "mail.example.com", false],
        ["mail.example.com", "", "xmail.example.com", false],

        // A wildcard is the first label and stands for one.
        ["*.example.com", "", "mail.example.com", true],
        ["*.example.com", "", "MAIL.EXAMPLE.COM", true],
        ["*.example.com", "", "example.com", false],
        ["*.example.com", "", "a.mail.example.com", false],
        ["*.example.com", "", ".example.com", false],
        ["*.mail.example.com", "", "a.mail.example.com", true],
        ["m*.example.com", "", "mail.example.com", false],
        ["*il.example.com", "", "mail.example.com", false],
        ["mail.*.com", "", "mail.example.com", false],
        ["*", "", "mail", false],
        ["*.*.com", "", "mail.example.com", false],
        ["**.example.com", "", "mail.example.com", false],

        // Names of other scripts are compared as A-labels.
        ["xn--bcher-kva.example", "", "xn--bcher-kva.example", true],
        ["*.xn--bcher-kva.example", "", "mail.xn--bcher-kva.example", true],
        ["xn--bcher-kva.example", "", "bcher-kva.example", false],

        // An address has to be there as an address.
        ["", "192.0.2.1", "192.0.2.1", true],
        ["", "2001:db8::1", "2001:db8::1", true],
        ["", "2001:db8::1", "2001:DB8:0:0::1", true],
        ["", "192.0.2.1", "192.0.2.2", false],
        ["192.0.2.1", "", "192.0.2.1", false],
        ["*.0.2.1", "", "192.0.2.1", false],
        ["mail.example.com", "192.0.2.1", "192.0.2.1", true],
        ["mail.example.com", "192.0.2.1", "mail.example.com", true],
        ["", "192.0.2.1", "mail.example.com", false],

        // The common name, which is the host in every one of these, does not count.
        ["", "", "mail.example.com", false],
        ["", "", "192.0.2.1", false],
        ["mail@mail.example.com", "", "mail.example.com", false],
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_subject_alternative_name_alone_says_whose_certificate_it_is(string domains, string addresses, string host, bool isSame)
    {
        using var certificate = Make(host.TrimEnd('.'), domains, addresses);
        var check = new ServerCertificateCheck(host, skip: false);

        // The platform has found nothing wrong, and on some it takes the common name.
        Assert.Equal(isSame, check.Accept(this, certificate, null, SslPolicyErrors.None));

        Assert.Equal(isSame, check.Refusal is null);
        if (domains.Length + addresses.Length == 0 || domains.Contains('@'))
            Assert.Contains("no subject alternative name", check.Refusal);
        else if (!isSame)
            Assert.Contains($"not to {host}", check.Refusal);
    }

    [Theory]
    [InlineData(ServerAuthentication, true)]
    [InlineData(ClientAuthentication + " " + ServerAuthentication, true)]
    [InlineData(AnyPurpose, true)]
    [InlineData("", true)]
    [InlineData(ClientAuthentication, false)]
    public void A_certificate_for_another_purpose_is_none_for_a_server(string purposes, bool isAccepted)
    {
        using var certificate = Make("x", "mail.example.com", "", purposes: purposes);
        var check = new ServerCertificateCheck("mail.example.com", skip: false);

        Assert.Equal(isAccepted, check.Accept(this, certificate, null, SslPolicyErrors.None));
        if (!isAccepted)
            Assert.Contains("not made for servers", check.Refusal);
    }

    /// <summary>What is refused by the platform stays refused, whatever is right otherwise.</summary>
    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, "not made out to mail.example.com")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, "not trusted on this machine")]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable, "no certificate")]
    public void What_the_platform_refuses_is_refused(SslPolicyErrors errors, string reason)
    {
        using var certificate = Make("x", "mail.example.com", "");
        var check = new ServerCertificateCheck("mail.example.com", skip: false);

        Assert.False(check.Accept(this, certificate, null, errors));
        Assert.Contains(reason, check.Refusal);
    }

    [Fact]
    public void A_pin_and_skipping_the_check_ask_for_no_name()
    {
        using var certificate = Make("x", "", "", purposes: ClientAuthentication);
        var pin = CertificatePin.Parse(Convert.ToHexString(SHA256.HashData(certificate.RawData)));

        Assert.True(new ServerCertificateCheck("mail.example.com", skip: true).Accept(this, certificate, null,
            SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.True(new ServerCertificateCheck("mail.example.com", skip: false, pin).Accept(this, certificate, null,
            SslPolicyErrors.RemoteCertificateChainErrors));
    }

    /// <summary>Octets that are no SEQUENCE of names, or not all there: the certificate has no name then.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3080")]
    [InlineData("3084FFFFFFFF")]
    [InlineData("300B8210616161")]
    [InlineData("8204616161612E")]
    [InlineData("3003870161")]
    public void A_name_that_cannot_be_read_is_none(string hex)
    {
        using var certificate = Make("aaaa", new X509Extension(new Oid("2.5.29.17"), Convert.FromHexString(hex), critical: false));

        Assert.False(CertificateNames.Of(certificate).Include("aaaa"));
        Assert.False(CertificateNames.Of(certificate).Include("97.0.0.0"));
    }

    /// <summary>Days from now at which the certificate begins and ends, and what is said of it.</summary>
    [Theory]
    [InlineData(-20, -10, "it expired on ")]
    [InlineData(10, 20, "it is not valid before ")]
    [InlineData(-1, 1, "not trusted on this machine")]
    public async Task A_certificate_out_of_its_time_is_refused_and_the_day_is_told(int begins, int ends, string reason)
    {
        using var certificate = Make("x", "mail.example.com", "", begins, ends);

        var failure = await Refused(certificate, "mail.example.com");

        Assert.Same(MailErrors.CertificateRejected, failure.Error);
        Assert.Contains(reason, failure.Message);
        if (begins < -1)
            Assert.Contains(certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", null), failure.Message);
    }

    [Fact]
    public async Task A_name_of_another_script_is_compared_as_it_travels()
    {
        using var right = Make("x", "xn--bcher-kva.example", "");
        using var wrong = Make("x", "example", "");

        Assert.DoesNotContain("made out to", (await Refused(right, "bücher.example")).Message);
        Assert.Contains("not to xn--bcher-kva.example", (await Refused(wrong, "bücher.example")).Message);
    }

    /// <summary>
    /// Where the machine's library speaks TLS 1.0 or 1.1 at all, the session is ended after the handshake; elsewhere in it.
    /// </summary>
    [Theory]
    [InlineData(Tls10)]
    [InlineData(Tls11)]
    public async Task What_is_older_than_TLS_1_2_is_refused(int protocol)
    {
        using var certificate = Make("x", "mail.example.com", "");

        var failure = await Refused(certificate, "mail.example.com", (SslProtocols)protocol, skip: true);

        Assert.Same(MailErrors.TlsFailed, failure.Error);
        Assert.NotEqual(NotRefused, failure.Message);
    }

    /// <summary>Whatever a script has typed as the host, the failure has a name.</summary>
    [Theory]
    [InlineData("a..b", true)]
    [InlineData(".", true)]
    [InlineData("..", true)]
    [InlineData(".example.com", true)]
    [InlineData("\ud83d", true)]
    [InlineData("a\0b", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("mail.example.com:587", false)]
    [InlineData("*.example.com", false)]
    [InlineData("user@mail.example.com", false)]
    [InlineData("mail_1.example.com", false)]
    [InlineData("-mail-.example.com", false)]
    [InlineData(" ", false)]
    [InlineData("\u001b[2J", false)]
    [InlineData("127.1", false)]
    [InlineData("[::1]", false)]
    [InlineData("fe80::1%lo", false)]
    [InlineData("bücher.example.", false)]
    public async Task An_odd_host_ends_in_a_failure_with_a_name(string host, bool isNoName)
    {
        using var certificate = Make("x", "mail.example.com", "");

        foreach (var odd in new[] { host, host + new string('x', 64) + ".example", string.Concat(Enumerable.Repeat(host + "x.", 100)) })
        {
            var failure = await Refused(certificate, odd, skip: odd == host);

            Assert.Contains(failure.Error.Id, new[] { "InvalidParameter", "CertificateRejected", "TlsFailed" });
            Assert.DoesNotContain('\u001b', failure.Message);
            if (odd == host && isNoName)
                Assert.Contains("no host name that a certificate can be made out to", failure.Message);
        }
    }

    /// <summary>
    /// How TLS with a server of this certificate fails. With <paramref name="skip"/> it may not fail at all, and then says so.
    /// </summary>
    private static async Task<MailException> Refused(X509Certificate2 certificate, string host, SslProtocols protocols = SslProtocols.None,
        bool skip = false)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(() =>
        {
            try
            {
                using var tls = new SslStream(new NetworkStream(listener.AcceptSocket(), ownsSocket: true));
                tls.AuthenticateAsServer(certificate, clientCertificateRequired: false, protocols, checkCertificateRevocation: false);
                tls.ReadByte();
            }
            catch (Exception e) when (e is AuthenticationException or System.IO.IOException)
            {
                // The client went, as it has to.
            }
        });
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listener.LocalEndpoint);
        using (var client = new MailConnection(socket, new MailConnectionOptions { SkipCertificateCheck = skip }, host))
        {
            try
            {
                client.OpenTls();
                return new MailException(MailErrors.TlsFailed, NotRefused);
            }
            catch (MailException e)
            {
                Assert.True(client.IsClosed);
                return e;
            }
            finally
            {
                client.Dispose();
                await server;
            }
        }
    }

    private static X509Certificate2 Make(string commonName, string domains, string addresses, int begins = -1, int ends = 1,
        string purposes = ServerAuthentication)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var domain in domains.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (domain.Contains('@'))
                names.AddEmailAddress(domain);
            else
                names.AddDnsName(domain);
        }

        foreach (var address in addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            names.AddIpAddress(IPAddress.Parse(address));
        var usages = new OidCollection();
        foreach (var purpose in purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            usages.Add(new Oid(purpose));
        return Make(commonName, domains.Length + addresses.Length == 0 ? null : names.Build(), usages, begins, ends);
    }

    private static X509Certificate2 Make(string commonName, X509Extension names) => Make(commonName, names, [], -1, 1);

    private static X509Certificate2 Make(string commonName, X509Extension? names, OidCollection usages, int begins, int ends)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + commonName, key, HashAlgorithmName.SHA256);
        if (names is not null)
            request.CertificateExtensions.Add(names);
        if (usages.Count > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(begins), now.AddDays(ends));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "x"), "x");
    }
}
