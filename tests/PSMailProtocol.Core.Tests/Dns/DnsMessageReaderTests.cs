using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class DnsMessageReaderTests
{
    private const int A = 1;
    private const int Cname = 5;
    private const int Mx = 15;
    private const int Aaaa = 28;

    public static TheoryData<string, byte[], string> MalformedAnswers => new()
    {
        { "nothing at all", [], "ends too early" },
        { "header cut off", Wire.Header(0x8000)[..11], "ends too early" },
        { "question announced and missing", Wire.Header(0x8000, questions: 1), "runs past its end" },
        { "65,535 records announced and missing", Wire.Header(0x8000, answers: 65535), "runs past its end" },
        { "pointer to itself", Answer(Wire.Pointer(12), A, [1, 2, 3, 4]), "does not lead back" },
        { "pointer forward", Answer(Wire.Pointer(40), A, [1, 2, 3, 4]), "does not lead back" },
        { "pointer to the start of its own labels", Answer(Wire.Join([1, (byte)'a'], Wire.Pointer(12)), A, [1, 2, 3, 4]),
            "does not lead back" },
        { "pointer into its own labels", Answer(Wire.Join([3, 1, (byte)'a', 0], Wire.Pointer(13)), A, [1, 2, 3, 4]), "does not lead back" },
        { "pointers that point at one another", TwoPointers(), "does not lead back" },
        { "pointer cut off", Wire.Join(Wire.Header(0x8000, answers: 1), [0xC0]), "runs past its end" },
        { "label type 01", Answer([0x41, 0], A, [1, 2, 3, 4]), "label type" },
        { "label type 10", Answer([0x81, 0], A, [1, 2, 3, 4]), "label type" },
        { "label past the end", Wire.Join(Wire.Header(0x8000, answers: 1), [63, 1, 2]), "runs past its end" },
        { "name without end", Wire.Join(Wire.Header(0x8000, answers: 1), [1, (byte)'a']), "runs past its end" },
        { "name of 256 octets", Answer(LongName(64), A, [1, 2, 3, 4]), "255 octets" },
        { "name that grows by pointers", GrowingName(), "255 octets" },
        { "127 pointers in a row", PointerChain(127), "126 pointers" },
        { "RDLENGTH past the end", Wire.Join(Wire.Header(0x8000, answers: 1), Wire.Record([0], A, [1, 2, 3, 4], length: 5)),
            "longer than the message" },
        { "RDLENGTH 65,535", Wire.Join(Wire.Header(0x8000, answers: 1), Wire.Record([0], A, [1, 2, 3, 4], length: 65535)),
            "longer than the message" },
        { "A of three octets", Answer([0], A, [1, 2, 3]), "ends too early" },
        { "A of five octets", Answer([0], A, [1, 2, 3, 4, 5]), "left over" },
        { "AAAA of four octets", Answer([0], Aaaa, [1, 2, 3, 4]), "ends too early" },
        { "MX of one octet", Answer([0], Mx, [0]), "ends too early" },
        { "MX of two octets", Answer([0], Mx, [0, 10]), "runs past its end" },
        { "MX with octets behind the name", Answer([0], Mx, [0, 10, 0, 9]), "left over" },
        { "MX whose name leaves its record",
            Wire.Join(Wire.Header(0x8000, answers: 1), Wire.Record([0], Mx, [0, 10, 1, (byte)'a', 0], length: 4)), "runs past its end" },
        { "empty CNAME", Answer([0], Cname, []), "runs past its end" },
        { "SOA without numbers", Answer([0], 6, [0, 0]), "ends too early" },
        { "two OPT records", Wire.Join(Wire.Header(0x8000, additionals: 2), Wire.Record([0], 41, []), Wire.Record([0], 41, [])),
            "OPT record" },
        { "OPT as an answer", Answer([0], 41, []), "OPT record" },
    };

    [Theory]
    [MemberData(nameof(MalformedAnswers))]
    public void A_malformed_answer_is_refused(string what, byte[] bytes, string fault)
    {
        Assert.NotEmpty(what);
        var failure = Assert.Throws<MailException>(() => new DnsMessageReader(bytes, bytes.Length).Read());

        Assert.Same(MailErrors.DnsResponseInvalid, failure.Error);
        Assert.Contains(fault, failure.Message);
    }

    [Fact]
    public void An_answer_is_read_field_by_field()
    {
        // Flags: QR AA TC RD RA AD CD and RCODE 3.
        var bytes = Wire.Join(
            Wire.Header(0x87B3, questions: 1, answers: 3, authorities: 1, additionals: 2),
            Wire.Name("example.com"), Wire.Words(Mx, 1),
            Wire.Record(Wire.Pointer(12), Mx, Wire.Join(Wire.Words(10), [2, (byte)'m', (byte)'x'], Wire.Pointer(12))),
            Wire.Record(Wire.Pointer(12), A, [192, 0, 2, 1]),
            Wire.Record(Wire.Pointer(12), Aaaa, IPAddress.Parse("2001:db8::1").GetAddressBytes()),
            Wire.Record(Wire.Pointer(20), 6, Wire.Join(Wire.Pointer(12), Wire.Pointer(12), Wire.Words(0, 1, 0, 2, 0, 3, 0, 4, 0, 77))),
            Wire.Record(Wire.Pointer(12), 99, [1, 2, 3]),
            Wire.Record([0], 41, [], recordClass: 4096, timeToLive: 0x01000000));

        var message = new DnsMessageReader(bytes, bytes.Length).Read();

        Assert.Equal(0x1234, message.Id);
        Assert.True(message.IsResponse && message.IsAuthoritative && message.IsTruncated);
        Assert.True(message.RecursionDesired && message.RecursionAvailable && message.IsAuthenticated && message.CheckingDisabled);
        Assert.Equal(0x13, (int)message.ResponseCode);
        Assert.Equal("example.com", message.Questions.Single().Name.ToString());
        var exchanger = Assert.IsType<MxRecord>(message.Answers[0]);
        Assert.Equal((10, "mx.example.com", 300u), (exchanger.Preference, exchanger.Exchange.ToString(), exchanger.TimeToLive));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Assert.IsType<AddressRecord>(message.Answers[1]).Address);
        Assert.Equal(IPAddress.Parse("2001:db8::1"), Assert.IsType<AddressRecord>(message.Answers[2]).Address);
        var authority = Assert.IsType<SoaRecord>(message.Authorities.Single());
        Assert.Equal(("com", 77u), (authority.Name.ToString(), authority.Minimum));
        Assert.Equal([1, 2, 3], Assert.IsType<RawRecord>(message.Additionals[0]).Data);
        Assert.Equal(4096, message.Opt!.UdpPayloadSize);
    }

    [Fact]
    public void A_hundred_and_twenty_six_pointers_are_followed()
    {
        var bytes = PointerChain(126);

        var message = new DnsMessageReader(bytes, bytes.Length).Read();

        Assert.True(message.Answers[^1].Name.IsRoot);
    }

    [Fact]
    public void A_record_of_another_class_is_not_taken_for_an_address()
    {
        var bytes = Wire.Join(Wire.Header(0x8000, answers: 1), Wire.Record([0], A, [1, 2], recordClass: 3));

        Assert.IsType<RawRecord>(new DnsMessageReader(bytes, bytes.Length).Read().Answers.Single());
    }

    [Fact]
    public void Octets_behind_the_message_are_ignored()
    {
        var bytes = Wire.Join(Wire.Header(0x8000), [1, 2, 3]);

        Assert.Empty(new DnsMessageReader(bytes, bytes.Length).Read().Answers);
    }

    [Fact]
    public void The_head_of_a_cut_off_answer_can_be_read()
    {
        var bytes = Wire.Join(Wire.Header(0x8200, questions: 1, answers: 9), Wire.Name("example.com"), Wire.Words(Mx, 1), [3, 1]);

        Assert.True(new DnsMessageReader(bytes, bytes.Length).ReadHead().IsTruncated);
    }

    private static byte[] Answer(byte[] name, int type, byte[] data) =>
        Wire.Join(Wire.Header(0x8000, answers: 1), Wire.Record(name, type, data));

    private static byte[] LongName(int labels) => Wire.Join(Wire.Repeat(labels, _ => new byte[] { 3, 97, 97, 97 }), [0]);

    // The first record's owner points at the second's, which points back at the first.
    private static byte[] TwoPointers() =>
        Wire.Join(Wire.Header(0x8000, answers: 2), Wire.Record(Wire.Pointer(28), A, [1, 2, 3, 4]),
            Wire.Record(Wire.Pointer(12), A, [1, 2, 3, 4]));

    // Nine records, each owner 32 octets of labels in front of the owner before it.
    private static byte[] GrowingName() =>
        Wire.Join(
            Wire.Header(0x8000, answers: 9),
            Wire.Record([0], 99, []),
            Wire.Repeat(8,
                i => Wire.Record(Wire.Join(Wire.Repeat(8, _ => new byte[] { 3, 97, 97, 97 }),
                    Wire.Pointer(i == 0 ? 12 : 23 + ((i - 1) * 44))), 99, [])));

    // A raw record full of pointers, each to the one before it, and then an owner that is the last of the chain.
    private static byte[] PointerChain(int pointers)
    {
        var data = Wire.Join([0], Wire.Repeat(pointers - 1, i => Wire.Pointer(i == 0 ? 23 : 24 + ((i - 1) * 2))));
        return Wire.Join(Wire.Header(0x8000, answers: 2), Wire.Record([0], 99, data),
            Wire.Record(Wire.Pointer(24 + ((pointers - 2) * 2)), 99, []));
    }
}
