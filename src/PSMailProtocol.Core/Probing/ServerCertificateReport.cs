using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Probing;

/// <summary>What a server's certificate says, and what speaks against it.</summary>
public sealed class ServerCertificateReport
{
    internal ServerCertificateReport(ServerCertificateVerdict verdict)
    {
        var certificate = verdict.Certificate;
        Subject = certificate.Subject;
        Issuer = certificate.Issuer;
        Name = new JoinedList<string>(CertificateNames.Of(certificate).All);
        NotBefore = certificate.NotBefore;
        NotAfter = certificate.NotAfter;
        DaysLeft = (int)Math.Floor((NotAfter - DateTimeOffset.UtcNow).TotalDays);
        Fingerprint = CertificatePin.Of(certificate);
        IsNamed = verdict.NameProblem is null;
        IsTrusted = verdict.ChainProblems.Count == 0;
        IsPinned = verdict.IsPinned;
        Problem = new JoinedList<string>(verdict.Problems);
    }

    /// <summary>Whom it names by its distinguished name, which proves nothing about a server.</summary>
    public string Subject { get; }

    /// <summary>Who signed it.</summary>
    public string Issuer { get; }

    /// <summary>The hosts that it stands for: its subject alternative names, domains as A-labels, then addresses.</summary>
    public IReadOnlyList<string> Name { get; }

    /// <summary>From when on it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>How many whole days it is valid yet; below zero where it has expired.</summary>
    public int DaysLeft { get; }

    /// <summary>Its SHA-256 fingerprint, by which it can be pinned: 64 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether it stands for the host that was asked for (RFC 9525).</summary>
    public bool IsNamed { get; }

    /// <summary>Whether its chain, its dates and its purpose are good on this machine.</summary>
    public bool IsTrusted { get; }

    /// <summary>Whether it is the pinned one; null where none is pinned.</summary>
    public bool? IsPinned { get; }

    /// <summary>What speaks against it, a phrase each; empty for a good one.</summary>
    public IReadOnlyList<string> Problem { get; }

    /// <summary>Whom it stands for, and until when.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Name.Count > 0 ? Name : Subject)} until {NotAfter.UtcDateTime:yyyy-MM-dd}");
}
