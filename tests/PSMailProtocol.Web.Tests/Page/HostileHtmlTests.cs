using System.Threading.Tasks;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>HTML of strangers runs nothing, loads nothing and leads nowhere, and each row would where nothing keeps it from that.</summary>
public sealed class HostileHtmlTests(HostileWindow window) : IClassFixture<HostileWindow>
{
    [BrowserTheory]
    [MemberData(nameof(HostileHtml.Names), MemberType = typeof(HostileHtml))]
    public async Task Nothing_of_it_leaves_or_runs(string name) => Assert.Equal([], await window.OpenMail(HostileHtml.Named(name)));

    /// <summary>The frame's policy is a second wall: here it gets the HTML as it was sent, not as it is written anew.</summary>
    [BrowserTheory]
    [MemberData(nameof(HostileHtml.StoppedByPolicy), MemberType = typeof(HostileHtml))]
    public async Task The_policies_alone_stop_it_as_well(string name) =>
    Assert.Equal([], await window.OpenUnwritten(HostileHtml.Named(name)));

    [BrowserTheory]
    [MemberData(nameof(HostileHtml.Biting), MemberType = typeof(HostileHtml))]
    public async Task It_bites_where_nothing_protects(string name) => Assert.True(await window.Bites(HostileHtml.Named(name)));
}
