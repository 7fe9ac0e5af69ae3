using System.Globalization;

namespace PSMailProtocol.Dns.Records;

/// <summary>A TLSA record (RFC 6698 section 2.1).</summary>
internal sealed class TlsaData
{
    internal TlsaData(int usage, int selector, int matching, string data)
    {
        Usage = usage;
        Selector = selector;
        Matching = matching;
        Data = data;
    }

    /// <summary>
    /// Which certificate is meant: 2 is a trust anchor, 3 the server's own; 0 and 1 say nothing to mail servers (RFC 7672 section 3.1.3).
    /// </summary>
    internal int Usage { get; }

    /// <summary>0 for the whole certificate, 1 for its public key.</summary>
    internal int Selector { get; }

    /// <summary>0 for the octets themselves, 1 for SHA-256, 2 for SHA-512.</summary>
    internal int Matching { get; }

    /// <summary>Hexadecimal.</summary>
    internal string Data { get; }

    /// <summary>
    /// Whether a mail server is to be judged by it (RFC 7672 section 3.1): a usage and a digest that are known, with data of the digest's
    /// length.
    /// </summary>
    internal bool IsUsable =>
        Usage is 2 or 3 && Selector is 0 or 1 && Matching switch
        {
            0 => Data.Length > 0,
            1 => Data.Length == 64,
            2 => Data.Length == 128,
            _ => false,
        };

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1} {2} {3}", Usage, Selector, Matching, Data);
}
