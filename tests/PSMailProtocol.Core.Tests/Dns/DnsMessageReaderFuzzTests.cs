using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>
/// Whatever the bytes, the reader gives a message or a DnsResponseInvalid. The seeds are fixed, so that a failure comes back.
/// </summary>
public class DnsMessageReaderFuzzTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Random_octets_never_do_more_than_be_refused()
    {
        var random = new Random(1035);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            AssertReadOrRefused(bytes, round);
        }
    }

    [Fact]
    public void Mutated_answers_never_do_more_than_be_refused()
    {
        var random = new Random(5452);
        var whole = SampleAnswer();
        var read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            read += AssertReadOrRefused(Mutate(whole, random), round) ? 1 : 0;
        }

        // The mutations have to reach the inside of the reader, not only its first check.
        Assert.InRange(read, Rounds / 50, Rounds * 49 / 50);
    }

    [Fact]
    public void Every_beginning_of_an_answer_is_refused()
    {
        var whole = SampleAnswer();
        foreach (var length in Enumerable.Range(0, whole.Length))
        {
            Assert.False(AssertReadOrRefused(whole[..length], length));
        }
    }

    private static bool AssertReadOrRefused(byte[] bytes, int round)
    {
        try
        {
            new DnsMessageReader(bytes, bytes.Length).Read();
            return true;
        }
        catch (MailException failure)
        {
            Assert.Same(MailErrors.DnsResponseInvalid, failure.Error);
            return false;
        }
        catch (Exception failure)
        {
            Assert.Fail($"Round {round}, {Convert.ToHexString(bytes)}: {failure}");
            throw;
        }
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveAt(at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] SampleAnswer()
    {
        var name = DnsName.Parse("example.com");
        var message = new DnsMessage { IsResponse = true };
        message.Questions.Add(new DnsQuestion(name, DnsRecordType.Mx));
        message.Answers.Add(new CnameRecord(name, 60, DnsName.Parse("mail.example.com")));
        message.Answers.Add(new MxRecord(DnsName.Parse("mail.example.com"), 60, 10, DnsName.Parse("mx.example.com")));
        message.Authorities.Add(new SoaRecord(name, 60, DnsName.Parse("ns.example.com"), DnsName.Parse("root.example.com"),
            [1, 2, 3, 4, 5]));
        message.Additionals.Add(new AddressRecord(DnsName.Parse("mx.example.com"), 60, IPAddress.Loopback));
        message.Additionals.Add(new AddressRecord(DnsName.Parse("mx.example.com"), 60, IPAddress.IPv6Loopback));
        message.Additionals.Add(new OptRecord(1232, 0, [0, 10, 0, 2, 1, 2]));
        return DnsMessageWriter.Write(message);
    }
}
