using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Tests.Wire;

/// <summary>Every way of delivery, alone and combined with a table's rows.</summary>
public static class Deliveries
{
    public static IEnumerable<object[]> All =>
        new[] { Delivery.Whole, Delivery.ByLine, Delivery.ByByte }.Select(delivery => new object[] { delivery });

    public static IEnumerable<object[]> Times(IEnumerable<object[]> rows) =>
        rows.SelectMany(row => All.Select(delivery => (object[])[.. delivery, .. row]));
}
