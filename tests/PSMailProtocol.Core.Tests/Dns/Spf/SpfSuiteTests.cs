using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Spf;
using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Spf;

/// <summary>The public test suite for RFC 7208; tests/data/spf/README.md says whose it is.</summary>
public class SpfSuiteTests
{
    private const int Cases = 203;

    private static readonly JsonElement[] Scenarios = Read();

    public static TheoryData<string, string> Names { get; } = AllNames();

    [Fact]
    public void The_suite_is_whole() => Assert.Equal(Cases, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_case_has_the_result_and_explanation_that_it_says(string scenario, string name)
    {
        var given = Scenarios.Single(candidate => Description(candidate) == scenario);
        var test = given.GetProperty("tests").GetProperty(name);
        var question = new SpfQuestion(IPAddress.Parse(Text(test, "host")), Text(test, "mailfrom"), Text(test, "helo"));

        var outcome = await SpfEvaluation.CheckAsync(Zone(given.GetProperty("zonedata")), question);

        var result = test.GetProperty("result");
        var allowed = result.ValueKind == JsonValueKind.Array
            ? result.EnumerateArray().Select(item => item.GetString())
            : [result.GetString()];
        Assert.True(allowed.Contains(outcome.Result.ToString().ToLowerInvariant()),
            $"{outcome.Result} by {outcome.Term}: {outcome.Problem}, not {result}");
        if (test.TryGetProperty("explanation", out var explanation))
            Assert.Equal(explanation.GetString() == "DEFAULT" ? null : explanation.GetString(), outcome.Explanation);
    }

    private static TheoryData<string, string> AllNames()
    {
        var names = new TheoryData<string, string>();
        foreach (var scenario in Scenarios)
        {
            foreach (var test in scenario.GetProperty("tests").EnumerateObject())
                names.Add(Description(scenario), test.Name);
        }

        return names;
    }

    private static JsonElement[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "tests", "data", "spf", "rfc7208-tests.json")));
        return [.. file.RootElement.Clone().EnumerateArray()];
    }

    private static string Description(JsonElement scenario) => scenario.GetProperty("description").GetString()!;

    private static string Text(JsonElement test, string name) => test.GetProperty(name).GetString()!;

    private static TableLookup Zone(JsonElement names)
    {
        var zone = new TableLookup();
        foreach (var name in names.EnumerateObject())
        {
            zone.AddNothing(name.Name);
            var records = name.Value.EnumerateArray().ToList();
            var hasText = records.Any(record => record.ValueKind == JsonValueKind.Object && record.TryGetProperty("TXT", out _));
            foreach (var record in records)
            {
                if (record.ValueKind == JsonValueKind.String)
                    zone.AddSilence(name.Name);
                else
                    Add(zone, name.Name, record.EnumerateObject().Single(), hasText);
            }
        }

        return zone;
    }

    private static void Add(TableLookup zone, string name, JsonProperty record, bool hasText)
    {
        switch (record.Name)
        {
            case "TXT" when record.Value.ValueKind == JsonValueKind.String && record.Value.GetString() == "NONE":
            case "SPF" when hasText:
                break;
            case "TXT" or "SPF":
                zone.AddText(name, record.Value.ValueKind == JsonValueKind.String
                    ? record.Value.GetString()!
                    : string.Concat(record.Value.EnumerateArray().Select(part => part.GetString())));
                break;
            case "A" or "AAAA":
                zone.AddAddress(name, record.Value.GetString()!);
                break;
            case "MX":
                zone.AddMx(name, record.Value[1].GetString()!);
                break;
            case "PTR":
                zone.AddPointer(name, record.Value.GetString()!);
                break;
            case "CNAME":
                zone.AddAlias(name, Regex.Replace(record.Value.GetString()!, @"\.$", ""));
                break;
            default:
                throw new InvalidDataException(record.Name);
        }
    }
}
