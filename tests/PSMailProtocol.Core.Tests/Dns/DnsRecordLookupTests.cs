using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.Records;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>Records of policies over the wire, as they are and as they should not be.</summary>
public sealed class DnsRecordLookupTests : IDisposable
{
    private const int Pointer = 12;
    private const int Text = 16;
    private const int Tlsa = 52;

    private readonly FakeNameServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Strings_of_a_text_are_joined_and_records_are_not()
    {
        Answer(Text, Strings("v=spf1 ip4:192.0.2.", "1 -all"), Strings(""), Strings([.. Enumerable.Repeat(new string('x', 255), 3)]));

        var found = await AskAsync(lookup => lookup.TextAsync("example.com"));

        Assert.Equal(["v=spf1 ip4:192.0.2.1 -all", "", new string('x', 765)], found.Records);
        Assert.False(found.IsNameError);
    }

    [Fact]
    public async Task Octets_beyond_ascii_and_control_characters_stay_what_they_are_not()
    {
        Answer(Text, [3, (byte)'a', 0xE9, (byte)'b'], [2, 0x1B, (byte)'['], [1, 0]);

        var found = await AskAsync(lookup => lookup.TextAsync("example.com"));

        Assert.Equal(3, found.Records.Count);
        Assert.Contains(found.Records[0], character => character > '\x7F');
        Assert.Equal("\x1B[", found.Records[1]);
        Assert.Equal("\0", found.Records[2]);
    }

    [Fact]
    public async Task Names_of_an_address_come_without_a_final_dot()
    {
        Answer(Pointer, Wire.Name("mail.example.com"), Wire.Name("MAIL.example.net"));

        Assert.Equal(["mail.example.com", "MAIL.example.net"],
            (await AskAsync(lookup => lookup.PointersAsync("1.2.0.192.in-addr.arpa"))).Records);
    }

    [Fact]
    public async Task Tlsa_records_have_their_numbers_and_octets()
    {
        Answer(Tlsa, [3, 1, 1, 0xAB, 0x01], [255, 255, 255]);

        Assert.Equal(["3 1 1 ab01", "255 255 255 "],
            (await AskAsync(lookup => lookup.TlsaAsync("_25._tcp.mail.example.com"))).Records.Select(record => record.ToString()));
    }

    [Theory]
    [InlineData("bounce+12=user.example.com")]
    [InlineData("foo:bar/baz.example.com")]
    [InlineData("macro%percent.example.com")]
    public async Task A_name_of_unusual_characters_is_asked_for_as_it_is(string name)
    {
        Answer(Text, Strings("found"));

        Assert.Equal(["found"], (await AskAsync(lookup => lookup.TextAsync(name))).Records);
    }

    [Theory]
    [InlineData("a..example.com")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example.com")]
    public async Task A_name_that_cannot_be_asked_for_is_an_error_with_a_name(string name)
    {
        Answer(Text, Strings("found"));

        var failure = await Assert.ThrowsAsync<MailException>(() => AskAsync(lookup => lookup.TextAsync(name)));

        Assert.Same(MailErrors.InvalidDomainName, failure.Error);
    }

    private static byte[] Strings(params string[] texts) =>
        [.. texts.SelectMany(text => Encoding.ASCII.GetBytes(text).Prepend((byte)text.Length))];

    private void Answer(int type, params byte[][] records) => _server.ByUdp = query =>
    {
        var name = Wire.Name(query.Message.Questions[0].Name.ToString());
        query.Reply(Wire.Join([
            Wire.Header(0x8580, questions: 1, answers: records.Length, id: query.Message.Id), name, Wire.Words(type, 1),
            .. records.Select(data => Wire.Record(Wire.Pointer(12), type, data))]));
    };

    private async Task<RecordSet<T>> AskAsync<T>(Func<DnsRecordLookup, Task<RecordSet<T>>> question)
    {
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), _server.EndPoint);
        using var resolver = new StubResolver(options, new NameServerClient(options), [_server.EndPoint], CancellationToken.None);
        return await question(new DnsRecordLookup(resolver));
    }
}
