using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>Puts exchangers into the order in which they are to be tried.</summary>
internal static class MailExchangerOrder
{
    /// <param name="exchangers">In any order.</param>
    /// <param name="shuffle">
    /// Whether equal preferences come at random, which spreads the load as RFC 5321 section 5.1 wants, or by name, which
    /// is the same every time.
    /// </param>
    internal static IReadOnlyList<MailExchanger> Apply(IEnumerable<MailExchanger> exchangers, bool shuffle)
    {
        if (!shuffle)
        {
            return exchangers.OrderBy(exchanger => exchanger).ToList();
        }

        using var random = RandomNumberGenerator.Create();
        return exchangers.OrderBy(exchanger => exchanger.Preference).ThenBy(_ => Next(random)).ToList();
    }

    private static uint Next(RandomNumberGenerator random)
    {
        var bytes = new byte[4];
        random.GetBytes(bytes);
        return BitConverter.ToUInt32(bytes, 0);
    }
}
