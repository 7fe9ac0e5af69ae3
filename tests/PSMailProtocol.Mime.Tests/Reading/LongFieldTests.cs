using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>A field of which the parser sees the beginning only is read as a whole, and so is what stands around it.</summary>
public class LongFieldTests
{
    private const string Before = "Received: from a by b\nX-Before: 1\n";
    private const string After = "Subject: after\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b--\n";

    /// <summary>Around the length at which the parser is told no more, and around what it reads ahead.</summary>
    public static TheoryData<int> Lengths { get; } = [60_000, 65_000, 65_536, 66_000, 68_000, 69_700, 70_000, 74_000, 140_000, 1_000_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Recipients_beyond_the_parser_are_read(int length)
    {
        foreach (var fold in new[] { "\n ", " ", "\n\t" })
            AssertReads(length, fold);
    }

    [Theory]
    [InlineData(65_000)]
    [InlineData(200_000)]
    public void Several_long_fields_are_read_one_behind_the_other(int length)
    {
        var fields = Enumerable.Range(0, 4).Select(number => $"X-{number}: {new string((char)('a' + number), length)}\n").ToArray();
        var message = MessageText.Read(string.Concat(fields) + After);

        Assert.Equal(fields.Select(field => field[5..^1]), Enumerable.Range(0, 4).Select(number => message.Headers["X-" + number]));
        Assert.Equal("after", message.Subject);
        Assert.DoesNotContain(message.Defects, defect => defect.Name != MimeDefect.MissingFrom);
    }

    [Fact]
    public void A_field_that_is_larger_than_a_header_may_be_is_left_out()
    {
        var message = MessageText.Read(Before + "X: " + new string('x', 1_100_000) + "\n" + After);

        Assert.Null(message.Headers["X"]);
        Assert.Equal("1", message.Headers["X-Before"]);
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.HeaderBlockLimit);
    }

    private static void AssertReads(int length, string fold)
    {
        var recipients = Enumerable.Range(0, length / 24).Select(number => $"r{number:D6}@example.com").ToArray();
        var field = "To: " + string.Join("," + fold, recipients) + "\n";
        var message = MessageText.Read(Before + field + After);

        Assert.Equal(recipients, message.To.Select(mailbox => mailbox.Address));
        AssertWhole(message, field);
    }

    private static void AssertWhole(MailMessage message, string field)
    {
        var to = message.Headers.Find("To")!;
        var octets = MessageText.Octets(field);
        Assert.Equal(octets, to.GetRawBytes());
        Assert.Equal((MessageText.Octets(Before).Length, octets.Length), (to.Offset, to.Length));
        Assert.Equal(("1", "after", "text"), (message.Headers["X-Before"], message.Subject, message.TextBody));
        Assert.DoesNotContain(message.Defects, defect => defect.Name is MimeDefect.HeaderBlockLimit or MimeDefect.HeaderLimit);
    }
}
