using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns.MtaSts;

/// <summary>Which policy a sender keeps to (RFC 8461 section 5.1): the published one, the kept one, or none.</summary>
public sealed class MtaStsPoliciesTests : IDisposable
{
    private const string Domain = "example.test";

    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { PolicyPort = 0 });
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policies-");
    private readonly List<string> _warnings = [];
    private readonly Source _source = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Dispose()
    {
        Assert.Empty(_sandbox.InternalFailures);
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Where_none_is_published_there_is_none()
    {
        Assert.Null(Policies().Find(Domain));
        Assert.Equal(0, _source.Fetches);
    }

    [Fact]
    public void A_policy_is_fetched_once_while_its_id_stays()
    {
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "mx1.example.test", 86400);
        var policies = Policies();
        Assert.True(policies.Find(Domain)!.IsEnforced);
        Assert.True(policies.Find(Domain)!.Names("mx1.example.test"));
        Assert.Equal(1, _source.Fetches);
    }

    [Fact]
    public void Another_id_has_the_policy_fetched_anew_and_the_kept_one_holds_where_that_fails()
    {
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "mx1.example.test", 86400);
        var cache = new MtaStsPolicyCache();
        Assert.NotNull(Policies(cache).Find(Domain));

        using var next = MailSandbox.Start();
        next.Zone.AddTxt("_mta-sts." + Domain, "v=STSv1; id=2;");
        _source.Text = null;
        Assert.True(Policies(cache, next).Find(Domain)!.Names("mx1.example.test"));
        Assert.Single(_warnings);

        _source.Text = Text("testing", "mx2.example.test", 86400);
        var changed = Policies(cache, next).Find(Domain)!;
        Assert.False(changed.IsEnforced);
        Assert.True(changed.Names("mx2.example.test"));
    }

    [Fact]
    public void What_is_kept_holds_for_its_lifetime_though_nothing_is_published_any_more()
    {
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "mx1.example.test", 86400);
        var cache = new MtaStsPolicyCache();
        Assert.NotNull(Policies(cache).Find(Domain));

        using var gone = MailSandbox.Start();
        _now += TimeSpan.FromSeconds(86399);
        Assert.NotNull(Policies(cache, gone).Find(Domain));
        gone.Zone.SetFault("_mta-sts." + Domain, SandboxDnsFault.ServerFailure);
        Assert.NotNull(Policies(cache, gone).Find(Domain));
        _now += TimeSpan.FromSeconds(1);
        Assert.Null(Policies(cache, gone).Find(Domain));
    }

    [Fact]
    public void A_policy_that_cannot_be_had_is_none_and_is_asked_for_again_after_five_minutes()
    {
        Publish("v=STSv1; id=1;");
        var policies = Policies();
        Assert.Null(policies.Find(Domain));
        Assert.Null(policies.Find(Domain));
        Assert.Equal(1, _source.Fetches);
        _now += TimeSpan.FromMinutes(5);
        _source.Text = Text("enforce", "mx1.example.test", 86400);
        Assert.NotNull(policies.Find(Domain));
    }

    [Theory]
    [InlineData("version: STSv1\nmode: none\nmax_age: 86400\n")]
    [InlineData("version: STSv2\nmode: enforce\nmx: mx1.example.test\nmax_age: 86400\n")]
    [InlineData("no policy at all")]
    [InlineData("")]
    public void What_is_no_policy_and_mode_none_is_none(string text)
    {
        Publish("v=STSv1; id=1;");
        _source.Text = text;
        Assert.Null(Policies().Find(Domain));
    }

    [Fact]
    public void A_folder_keeps_them_for_the_next_process()
    {
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "*.example.test", 86400);
        Assert.NotNull(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain));
        var file = Assert.Single(_folder.GetFiles());
        Assert.Equal("policy-example.test.txt", file.Name);

        _source.Text = null;
        Assert.True(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain)!.Names("mx9.example.test"));
        Assert.Equal(1, _source.Fetches);

        // What somebody else wrote there is no policy, and is fetched anew.
        var good = File.ReadAllText(file.FullName);
        string[] faults = ["", "x", new string('x', 100_000), good.Replace("STSv1", "STSv9"), good.Replace("\n2026-", "\n9999-")];
        foreach (var broken in faults)
        {
            File.WriteAllText(file.FullName, broken);
            Assert.Null(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain));
        }
    }

    [Fact]
    public void What_has_the_name_of_a_file_is_replaced_and_nothing_is_written_through_it()
    {
        if (OperatingSystem.IsWindows())
            return;

        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        File.WriteAllText(elsewhere, "somebody's");
        var path = Path.Combine(_folder.FullName, "policy-example.test.txt");
        File.CreateSymbolicLink(path, elsewhere);
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "*.example.test", 86400);

        Assert.NotNull(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain));
        Assert.Equal("somebody's", File.ReadAllText(elsewhere));
        Assert.Null(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public void A_file_that_another_process_reads_is_replaced_under_it()
    {
        if (OperatingSystem.IsWindows())
            return;

        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "*.example.test", 86400);
        Assert.NotNull(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain));
        var path = Assert.Single(_folder.GetFiles()).FullName;
        _source.Text = Text("enforce", "other.example.test", 86400);
        using var later = MailSandbox.Start();
        later.Zone.AddTxt("_mta-sts." + Domain, "v=STSv1; id=2;");

        using var reader = new StreamReader(path);
        Assert.NotNull(Policies(new MtaStsPolicyCache(_folder.FullName), later).Find(Domain));
        Assert.Empty(_warnings);
        Assert.Contains("*.example.test", reader.ReadToEnd());
        Assert.Contains("other.example.test", File.ReadAllText(path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_file_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;

        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.FullName, "policy-example.test.txt")]))
            made.WaitForExit();

        Assert.Null(Policies(new MtaStsPolicyCache(_folder.FullName)).Find(Domain));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_warning()
    {
        Publish("v=STSv1; id=1;");
        _source.Text = Text("enforce", "*.example.test", 86400);
        var cache = new MtaStsPolicyCache(Path.Combine(_folder.FullName, "inner"));
        Directory.Delete(Path.Combine(_folder.FullName, "inner"));
        Assert.NotNull(Policies(cache).Find(Domain));
        Assert.Contains("is not kept", Assert.Single(_warnings));
    }

    [Fact]
    public void HTTPS_brings_the_policy_of_the_host_that_is_asked_for()
    {
        Publish("v=STSv1; id=1;");
        _sandbox.SetPolicy(Domain, Text("enforce", "mx1.example.test", 86400));
        var fetcher = new MtaStsPolicyFetcher
        {
            EndPoint = _sandbox.PolicyEndPoint,
            PinnedCertificate = CertificatePin.Parse(_sandbox.PinnedCertificate),
        };
        var resolver = Resolvers.Patient(_sandbox.DnsEndPoint);
        var policies = resolver.FindPolicies(fetcher, new MtaStsPolicyCache(), _warnings.Add);
        Assert.True(policies.Find(Domain)!.Names("mx1.example.test"));

        _sandbox.Zone.AddTxt("_mta-sts.other.test", "v=STSv1; id=1;");
        Assert.Null(policies.Find("other.test"));
        Assert.Contains("404", Assert.Single(_warnings));

        // A certificate of somebody else is no proof.
        var strict = resolver.FindPolicies(new MtaStsPolicyFetcher { EndPoint = _sandbox.PolicyEndPoint }, new MtaStsPolicyCache(),
            _warnings.Add);
        Assert.Null(strict.Find(Domain));
        Assert.Contains("certificate", _warnings[^1]);
    }

    private void Publish(string record) => _sandbox.Zone.AddTxt("_mta-sts." + Domain, record);

    private MtaStsPolicies Policies(MtaStsPolicyCache? cache = null, MailSandbox? published = null) =>
        Resolvers.Patient((published ?? _sandbox).DnsEndPoint)
            .FindPolicies(_source, cache ?? new MtaStsPolicyCache(), () => _now, _warnings.Add);

    private static string Text(string mode, string mx, int seconds) =>
        $"version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: {seconds}\r\n";

    private sealed class Source : IMtaStsPolicySource
    {
        public string? Text { get; set; }

        public int Fetches { get; private set; }

        public Task<string> FetchAsync(string domain, CancellationToken cancellation)
        {
            Fetches++;
            return Text is { } text
                ? Task.FromResult(text)
                : Task.FromException<string>(new MailException(MailErrors.ConnectFailed, "Nobody is there."));
        }
    }
}
