using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSMailProtocol.Net;

/// <summary>
/// The SHA-256 fingerprint of the one certificate that a server may show. Whoever knows it needs neither chain nor name:
/// it is the narrow way to a self-signed server.
/// </summary>
public sealed class CertificatePin
{
    private const int Octets = 32;

    private readonly byte[] _hash;

    private CertificatePin(byte[] hash) => _hash = hash;

    /// <summary>Reads a fingerprint of 64 hexadecimal digits, with colons, hyphens or spaces between octets or without.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static CertificatePin Parse(string text)
    {
        var digits = new StringBuilder();
        foreach (var c in text)
        {
            if (c is not (':' or '-' or ' '))
                digits.Append(c);
        }

        var hash = new byte[Octets];
        if (digits.Length != 2 * Octets)
            throw Malformed($"{digits.Length} digits");
        for (var i = 0; i < Octets; i++)
        {
            if (Digit(digits[2 * i]) is not (>= 0 and var high) || Digit(digits[2 * i + 1]) is not (>= 0 and var low))
                throw Malformed("something that is no hexadecimal digit");
            hash[i] = (byte)((high << 4) | low);
        }

        return new CertificatePin(hash);
    }

    /// <summary>Whether a certificate is the pinned one.</summary>
    public bool Matches(X509Certificate? certificate)
    {
        if (certificate is null)
            return false;

        using var sha = SHA256.Create();
        var shown = sha.ComputeHash(certificate.GetRawCertData());
        var difference = 0;
        for (var i = 0; i < Octets; i++)
            difference |= shown[i] ^ _hash[i];
        return difference == 0;
    }

    /// <summary>The fingerprint in capitals without separators.</summary>
    public override string ToString() => BitConverter.ToString(_hash).Replace("-", "");

    /// <summary>The fingerprint of any certificate, written alike.</summary>
    internal static string Of(X509Certificate certificate)
    {
        using var sha = SHA256.Create();
        return new CertificatePin(sha.ComputeHash(certificate.GetRawCertData())).ToString();
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };

    private static MailArgumentException Malformed(string found) =>
        new(MailErrors.InvalidParameter, nameof(MailConnectionOptions.PinnedCertificate),
            $"is the SHA-256 fingerprint of a certificate, 64 hexadecimal digits with or without colons; this one has {found}.");
}
