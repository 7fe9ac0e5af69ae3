using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class DnsMessageWriterTests
{
    [Fact]
    public void A_query_has_the_octets_of_the_standard()
    {
        var query = new DnsMessage { Id = 0xABCD, RecursionDesired = true, IsAuthenticated = true };
        query.Questions.Add(new DnsQuestion(DnsName.Parse("example.com"), DnsRecordType.Mx));
        query.Additionals.Add(new OptRecord(1232, 0, []));

        byte[] expected = Wire.Join(
            Wire.Header(0x0120, questions: 1, additionals: 1, id: 0xABCD),
            Wire.Name("example.com"), Wire.Words(15, 1),
            [0], Wire.Words(41, 1232, 0, 0, 0));
        Assert.Equal(expected, DnsMessageWriter.Write(query));
    }

    [Fact]
    public void Names_are_compressed_and_read_back()
    {
        var message = Answer(records: 3);

        var bytes = DnsMessageWriter.Write(message);

        // The exchange costs its first label and a pointer: 2 + 2 + 1 + 2 octets behind 12 octets of owner and fixed fields.
        Assert.Equal(12 + 17 + (3 * (12 + 2 + 5)), bytes.Length);
        var read = new DnsMessageReader(bytes, bytes.Length).Read();
        Assert.Equal(["m0.example.com", "m1.example.com", "m2.example.com"],
            read.Answers.Cast<MxRecord>().Select(record => record.Exchange.ToString()));
    }

    [Fact]
    public void What_does_not_fit_is_left_out_whole_and_marked()
    {
        var message = Answer(records: 9);
        message.Additionals.Add(new OptRecord(1232, 0, []));

        var bytes = DnsMessageWriter.Write(message, 100);

        var read = new DnsMessageReader(bytes, bytes.Length).Read();
        Assert.True(bytes.Length <= 100);
        Assert.True(read.IsTruncated);
        Assert.Equal(3, read.Answers.Count);
        Assert.Equal(1232, read.Opt!.UdpPayloadSize);
    }

    [Fact]
    public void A_missing_additional_record_is_no_truncation()
    {
        var message = Answer(records: 1);
        message.Additionals.Add(new AddressRecord(DnsName.Parse("m0.example.com"), 60, IPAddress.Loopback));
        message.Additionals.Add(new AddressRecord(DnsName.Parse("m0.example.com"), 60, IPAddress.IPv6Loopback));

        var bytes = DnsMessageWriter.Write(message, 65);

        var read = new DnsMessageReader(bytes, bytes.Length).Read();
        Assert.False(read.IsTruncated);
        Assert.Single(read.Additionals);
    }

    [Fact]
    public void No_pointer_leads_beyond_what_fourteen_bits_reach()
    {
        var message = new DnsMessage { IsResponse = true };
        for (var i = 0; i < 1000; i++)
        {
            message.Answers.Add(new CnameRecord(DnsName.Parse($"n{i}.example"), 60, DnsName.Parse($"t{i}.example")));
            message.Answers.Add(new CnameRecord(DnsName.Parse($"n{i}.example"), 60, DnsName.Parse($"t{i}.example")));
        }

        var bytes = DnsMessageWriter.Write(message);

        Assert.InRange(bytes.Length, 0x4000, DnsMessage.MaximumLength);
        var read = new DnsMessageReader(bytes, bytes.Length).Read();
        Assert.Equal(
            message.Answers.Select(record => $"{record.Name} {((CnameRecord)record).Target}"),
            read.Answers.Select(record => $"{record.Name} {((CnameRecord)record).Target}"));
    }

    private static DnsMessage Answer(int records)
    {
        var name = DnsName.Parse("example.com");
        var message = new DnsMessage { IsResponse = true };
        message.Questions.Add(new DnsQuestion(name, DnsRecordType.Mx));
        for (var i = 0; i < records; i++)
        {
            message.Answers.Add(new MxRecord(name, 300, 10, DnsName.Parse($"m{i}.example.com")));
        }

        return message;
    }
}
