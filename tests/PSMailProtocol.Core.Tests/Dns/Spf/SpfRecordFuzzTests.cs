using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Dkim;
using PSMailProtocol.Dns.Dmarc;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Spf;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Spf;

/// <summary>Texts made of pieces of records in any order: each is read or is an error with a name, and no check asks without end.</summary>
public class SpfRecordFuzzTests
{
    private const int Rounds = 4000;

    private static readonly string[] Pieces =
    [
        " ", ":", "/", "//", "=", "%", "%{", "}", "%%", "%_", "%-", "%{d}", "%{l1r-+}", "%{S}", "%{p}", "%{ir}", ".", "..", "-", "+", "~",
        "?", "a", "mx", "ptr", "all", "include", "exists",
        "ip4", "ip6", "redirect", "exp", "example.com", "com", "192.0.2.1", "2001:db8::1", "::", "0", "32", "128", "999", "v=spf1", ";",
        "p", "v=DMARC1", "sp", "none", "reject", "rua", "mailto:", "@", ",", "!",
        "v=DKIM1", "k", "rsa", "AAAA", "\0", "\r\n", "\x1b[", "é", "\ud800", "version: STSv1", "mode: enforce", "mx: ", "*",
        "max_age: 1", "\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_text_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Text(random);
            var zone = new TableLookup().AddText("example.com", "v=spf1 " + text).AddText("com", text);

            var outcome = await SpfEvaluation.CheckAsync(zone,
                new SpfQuestion(IPAddress.Parse(round % 2 == 0 ? "192.0.2.1" : "2001:db8::1"), "a-b+c@example.com", text));
            await SpfAudit.LookAtAsync(zone, "example.com");

            Assert.InRange(outcome.Lookups, 0, SpfEvaluation.MaximumLookups + 1);
            Assert.InRange(zone.Questions.Count, 1, 200);
            DkimKey.Parse(text);
            DmarcRecord.Parse("v=DMARC1;" + text);
            TlsReporting.Among(["v=TLSRPTv1;" + text]);
            MtaStsPolicy.IdAmong(["v=STSv1;" + text], out _);
            Assert.True(Record.Exception(() => MtaStsPolicy.Parse(text)) is null or MailException);
        }
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
