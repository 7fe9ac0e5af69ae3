using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PSMailProtocol.Dns.Records;

/// <summary>
/// The names that an address has by PTR records, and which of these have it as theirs (RFC 1912 section 2.1, RFC 7208 section 5.5).
/// </summary>
internal sealed class ReverseNames
{
    private ReverseNames(IReadOnlyList<string> names, IReadOnlyList<string> confirmed, MailException? failure)
    {
        Names = names;
        Confirmed = confirmed;
        Failure = failure;
    }

    /// <summary>All names, as many as are looked at.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Those that lead back to the address.</summary>
    internal IReadOnlyList<string> Confirmed { get; }

    /// <summary>Why the names, or an address of one, could not be found out; null if they could.</summary>
    internal MailException? Failure { get; }

    /// <param name="records">Who asks.</param>
    /// <param name="address">The address.</param>
    /// <param name="most">How many names are looked at; the rest is passed over.</param>
    internal static async Task<ReverseNames> FindAsync(IRecordLookup records, IPAddress address, int most)
    {
        IReadOnlyList<string> names;
        try
        {
            names = (await records.PointersAsync(QueryName(address)).ConfigureAwait(false)).Records.Take(most).Select(WithoutDot).ToList();
        }
        catch (MailException failure)
        {
            return new ReverseNames([], [], failure);
        }

        var confirmed = new List<string>();
        MailException? missed = null;
        foreach (var name in names.Where(DomainName.IsHostName))
        {
            try
            {
                if ((await records.AddressesAsync(name, address.AddressFamily).ConfigureAwait(false)).Records.Contains(address))
                    confirmed.Add(name);
            }
            catch (MailException failure)
            {
                missed = failure;
            }
        }

        return new ReverseNames(names, confirmed, missed);
    }

    /// <summary>
    /// Where the names of an address are: in <c>in-addr.arpa</c> (RFC 1035 section 3.5) or <c>ip6.arpa</c> (RFC 3596 section 2.5).
    /// </summary>
    internal static string QueryName(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        var name = new StringBuilder();
        for (var i = octets.Length - 1; i >= 0; i--)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork)
                name.AppendFormat(CultureInfo.InvariantCulture, "{0}.", octets[i]);
            else
                name.AppendFormat(CultureInfo.InvariantCulture, "{0:x}.{1:x}.", octets[i] & 0xF, octets[i] >> 4);
        }

        return name.Append(address.AddressFamily == AddressFamily.InterNetwork ? "in-addr.arpa" : "ip6.arpa").ToString();
    }

    private static string WithoutDot(string name) => name.TrimEnd('.');
}
