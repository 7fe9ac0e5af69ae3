using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Zones by their names, of which the library knows those of North America alone and takes all others for Greenwich.</summary>
internal static class ZoneNames
{
    private static readonly Dictionary<string, string> Offsets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GMT"] = "+0000", ["UTC"] = "+0000", ["UT"] = "+0000", ["Z"] = "+0000", ["WET"] = "+0000", ["WEST"] = "+0100", ["BST"] = "+0100",
        ["CET"] = "+0100", ["CEST"] = "+0200", ["MET"] = "+0100", ["MEST"] = "+0200", ["MEZ"] = "+0100", ["MESZ"] = "+0200",
        ["EET"] = "+0200", ["EEST"] = "+0300", ["MSK"] = "+0300", ["MSD"] = "+0400", ["SAST"] = "+0200", ["IST"] = "+0530",
        ["PKT"] = "+0500", ["SGT"] = "+0800", ["HKT"] = "+0800", ["AWST"] = "+0800", ["JST"] = "+0900", ["KST"] = "+0900",
        ["ACST"] = "+0930", ["ACDT"] = "+1030", ["AEST"] = "+1000", ["AEDT"] = "+1100", ["NZST"] = "+1200", ["NZDT"] = "+1300",
        ["NST"] = "-0330", ["NDT"] = "-0230", ["AST"] = "-0400", ["ADT"] = "-0300", ["BRT"] = "-0300", ["BRST"] = "-0200",
        ["ART"] = "-0300", ["EST"] = "-0500", ["EDT"] = "-0400", ["CST"] = "-0600", ["CDT"] = "-0500", ["MST"] = "-0700", ["MDT"] = "-0600",
        ["PST"] = "-0800", ["PDT"] = "-0700", ["AKST"] = "-0900", ["AKDT"] = "-0800", ["HST"] = "-1000",
    };

    /// <summary>The zone as a number, or the name where nobody knows it.</summary>
    /// <remarks>RFC 5322 section 4.3: the signs of the military zones were the wrong way round, so that all of them mean -0000.</remarks>
    public static string Mend(string name) =>
        Offsets.TryGetValue(name, out var offset) ? offset : name.Length == 1 && name is not ("J" or "j") ? "+0000" : name;
}
