using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Dns;
using PSMailProtocol.Imap;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Probing;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Docs;

/// <summary>The pages that print what the code holds say the same as the code.</summary>
public class ReferencePageTests
{
    [Fact]
    public void Errors_are_those_of_the_registry()
    {
        var rows = MarkdownPage.Open("docs/errors.md").Rows();

        Assert.Equal(
            MailErrors.All.Select(error => (error.Id, error.Category.ToString(), ErrorAdvice.For(error))),
            rows.Select(row => (row[0], row[1], row[3])));
        Assert.All(rows, row => Assert.NotEqual("", row[2]));
    }

    [Theory]
    [InlineData(typeof(MailConnectionLimits))]
    [InlineData(typeof(SmtpLimits))]
    [InlineData(typeof(Pop3Limits))]
    [InlineData(typeof(ImapLimits))]
    [InlineData(typeof(SaslLimits))]
    [InlineData(typeof(MailLimits))]
    [InlineData(typeof(DnsResolverOptions))]
    public void Limits_have_the_defaults_of_the_code(Type type)
    {
        var defaults = Activator.CreateInstance(type);
        var expected = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(long)
                || property.PropertyType == typeof(TimeSpan))
            .Select(property => (property.Name, Print(property.GetValue(defaults)!)));

        var rows = MarkdownPage.Open("docs/limits.md").Rows(type.Name);

        Assert.Equal(expected.Order(), rows.Select(row => (row[0], row[1])).Order());
    }

    [Fact]
    public void Deadlines_are_those_of_the_code()
    {
        var options = new MailConnectionOptions();
        var times = File.ReadAllLines(Path.Combine(Pwsh.Root, "docs", "limits.md"))
            .Where(line => line.Contains(" s |", StringComparison.Ordinal))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())
            .ToLookup(cells => cells[3], cells => cells[2]);

        Assert.All(times["`-ConnectionTimeoutSeconds`"], time => Assert.Equal(Print(options.ConnectionTimeout), time));
        Assert.Equal([Print(options.OperationTimeout)], times["`-OperationTimeoutSeconds`"]);
        Assert.Equal([Print(new DnsResolverOptions().Deadline)], times["`Resolve-MailExchanger -OperationTimeoutSeconds`"]);
    }

    [Fact]
    public void Commands_of_a_probe_are_those_of_the_code()
    {
        var account = new MailAccount("mail.example.com", 1, TlsMode.Auto, credential: null);
        ServerProbe[] probes = [new SmtpProbe(account), new Pop3Probe(account), new ImapProbe(account)];
        var help = File.ReadAllText(Path.Combine(Pwsh.Root, "help", "Test-MailServer.md")).ReplaceLineEndings(" ");

        Assert.Equal(
            probes.Select(probe => string.Join(", ", probe.SpokenCommands)),
            MarkdownPage.Open("docs/probe.md").Rows("Commands").Select(row => row[1]));
        Assert.All(probes,
            probe => Assert.Contains($"{string.Join(", ", probe.SpokenCommands.SkipLast(1))} and {probe.SpokenCommands[^1]}", help));
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var pages = MarkdownPage.All();
        var broken =
            from page in pages
            from link in page.Links
            where !link.StartsWith("https://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(page.Path)!, link))
            select $"{Path.GetFileName(page.Path)}: {link}";

        Assert.Contains(pages, page => page.Links.Contains("errors.md"));
        Assert.Empty(broken);
    }

    private static string Print(object value) => value switch
    {
        TimeSpan time => FormattableString.Invariant($"{time.TotalSeconds} s"),
        long.MaxValue => "none",
        _ => ((IFormattable)value).ToString("N0", CultureInfo.InvariantCulture),
    };
}
