using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <summary>How a connection is made and how long its peer may take. Times are deadlines for whole operations.</summary>
public sealed record MailConnectionOptions
{
    /// <summary>The time for name resolution, every address and, with TLS from the first byte, the handshake. Default 30 s.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time for one operation: a command and its whole reply, or one mebibyte of a body. Default 5 minutes, the
    /// longest minimum that RFC 5321 section 4.5.3.2 asks for but for the final dot.
    /// </summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The host's addresses, tried in this order in place of those that a lookup of its name gives; null or empty to look the name up.
    /// The certificate is still checked for the name.
    /// </summary>
    public IReadOnlyList<IPAddress>? Addresses { get; init; }

    /// <summary>Accept any certificate. The connection is then encrypted and its peer unproven.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// The one certificate that the server may show, or null. It is then accepted whatever its chain and name, and any
    /// other is refused whatever <see cref="SkipCertificateCheck"/> says.
    /// </summary>
    public CertificatePin? PinnedCertificate { get; init; }

    /// <summary>
    /// Whether the handshake goes on with a certificate that is refused, so that the server can be looked at. Nothing that is not for
    /// everybody is to be sent then before <see cref="MailConnection.RequireCertificate"/>.
    /// </summary>
    internal bool DefersCertificateCheck { get; init; }

    /// <summary>Certificates to show to a server that asks for one, or null.</summary>
    public X509CertificateCollection? ClientCertificates { get; init; }

    /// <summary>The caps on what the peer may send.</summary>
    public MailConnectionLimits Limits { get; init; } = new();

    /// <summary>Receives the dialogue, with secrets hidden; null for none.</summary>
    public ITranscript? Transcript { get; init; }

    /// <summary>The time for waits that do not close; tests have one of their own.</summary>
    internal MailClock Clock { get; init; } = MailClock.System;
}
