using System;
using System.Collections.Generic;
using PSMailProtocol.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class DnsResolverOptionsTests
{
    private static readonly Dictionary<string, Action<DnsResolverOptions>> Refused = new()
    {
        ["Timeout is zero"] = options => options.Timeout = TimeSpan.Zero,
        ["Timeout is endless"] = options => options.Timeout = TimeSpan.MaxValue,
        ["Deadline is negative"] = options => options.Deadline = TimeSpan.FromSeconds(-1),
        ["Attempts is zero"] = options => options.Attempts = 0,
        ["Attempts is eleven"] = options => options.Attempts = 11,
        ["UdpPayloadSize is below the least"] = options => options.UdpPayloadSize = 511,
        ["UdpPayloadSize is above the most"] = options => options.UdpPayloadSize = 4097,
        ["MaximumAliases is zero"] = options => options.MaximumAliases = 0,
        ["MaximumExchangers is zero"] = options => options.MaximumExchangers = 0,
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void A_value_out_of_range_is_refused_by_name(string name)
    {
        var failure = Assert.Throws<MailException>(() => Refused[name](new DnsResolverOptions()));

        Assert.Same(MailErrors.InvalidParameter, failure.Error);
        Assert.StartsWith(name.Split(' ')[0], failure.Message);
    }
}
