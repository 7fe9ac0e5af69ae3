using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using PSMailProtocol.Mime;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>Bodies with every combination of line ends and dots arrive as they were sent, and none ends early.</summary>
public sealed class SmtpContentTests
{
    private static readonly string[] Smuggling =
    [
        "\n.\n", "\r.\r", "\r\n.\r", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n\0.\r\n", "\0.\r\n", "\r\n.\r\n", "\r\n..\r\n", "\r\r\n.\r\r\n",
        "\n\n.\r\n\r\n",
    ];

    public static TheoryData<bool, bool> Extensions => SmtpMailerTests.Extensions;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_combination_of_line_ends_and_dots_arrives(bool byOctet)
    {
        using var sandbox = MailSandbox.Start();
        using var session = SmtpSession.Open(Outbox.To(sandbox), "client.test", CancellationToken.None);
        var envelope = new SmtpEnvelope(null, [Mailbox.Of("b@y.test")]);
        var bodies = Combinations(5)
            .Concat(Smuggling.Select(s => $"x{s}MAIL FROM:<evil@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\nsmuggled\r\n.\r\n")).ToList();
        foreach (var body in bodies)
        {
            var octets = Encoding.Latin1.GetBytes(body);
            Assert.Equal(SmtpDeliveryStatus.Accepted,
                session.Send(envelope, stream => Write(stream, octets, byOctet ? 1 : octets.Length), null).Status);
        }

        session.Quit();
        Assert.Equal(bodies.Select(Canonical), sandbox.Accepted.Select(mail => Encoding.Latin1.GetString(mail.Octets)));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void In_bulk_no_content_is_taken_for_commands_nor_commands_for_content(bool pipelining, bool chunking)
    {
        using var sandbox = MailSandbox.Start();
        if (!pipelining)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "PIPELINING"));
        if (!chunking)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
        using var outbox = new Outbox(Outbox.To(sandbox));
        var submissions = Combinations(4).Concat(Smuggling)
            .Select((body, i) => Outbox.Raw(i, "Subject: x\r\n\r\n" + body + "MAIL FROM:<evil@x.test>\r\n")).ToList();
        foreach (var submission in submissions)
            outbox.Mailer.Submit(submission);
        outbox.Mailer.Quit();

        Assert.All(outbox.Deliveries, delivery => Assert.Equal(SmtpDeliveryStatus.Accepted, delivery.Status));
        Assert.Equal(submissions.Select(Text), sandbox.Accepted.Select(mail => Encoding.Latin1.GetString(mail.Octets)));
        Assert.All(sandbox.Accepted, mail => Assert.Equal("a@x.test", mail.Sender));
    }

    /// <summary>Neither side may wait for the other to read: thousands of recipients and long bodies go through one thread.</summary>
    [Fact]
    public void Groups_are_bounded_so_that_neither_side_blocks_the_other()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumRecipients = 20_000 });
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
        using var outbox = new Outbox(Outbox.To(sandbox));
        string[] many = [.. Enumerable.Range(0, 2000).Select(i => $"recipient-{i}-{new string('x', 40)}@y.test")];
        string[] few = ["b@y.test", "c@y.test"];
        var large = string.Concat(Enumerable.Repeat("0123456789012345678901234567890123456789\r\n", 50_000));
        for (var i = 0; i < 3; i++)
        {
            outbox.Submit($"many {i}", to: many);
            outbox.Submit($"large {i}", large, to: few);
        }

        outbox.Mailer.Quit();

        Assert.All(outbox.Deliveries, delivery => Assert.Equal(SmtpDeliveryStatus.Accepted, delivery.Status));
        Assert.Equal([many, few, many, few, many, few], sandbox.Accepted.Select(mail => mail.Recipients));
        Assert.InRange(TripsOfOneMessage(outbox), 2000 / SmtpPipeline.Window, 8 + 2000 / SmtpPipeline.Window);
    }

    private static int TripsOfOneMessage(Outbox outbox) => outbox.Sessions.Single().Connection.RoundTrips / 3;

    private static IEnumerable<string> Combinations(int length)
    {
        IEnumerable<string> longest = [""];
        IEnumerable<string> all = [];
        for (var i = 0; i < length; i++)
        {
            longest = [.. longest.SelectMany(start => new[] { "\r", "\n", ".", "a" }.Select(next => start + next))];
            all = all.Concat(longest);
        }

        return all;
    }

    private static string Canonical(string body)
    {
        var lines = Regex.Replace(body, "\r\n|\r|\n", "\r\n");
        return lines.Length == 0 || lines.EndsWith("\r\n", StringComparison.Ordinal) ? lines : lines + "\r\n";
    }

    private static string Text(SmtpSubmission submission)
    {
        using var text = new MemoryStream();
        submission.Content.WriteTo(text);
        return Encoding.Latin1.GetString(text.ToArray());
    }

    private static void Write(Stream stream, byte[] octets, int piece)
    {
        for (var i = 0; i < octets.Length; i += piece)
            stream.Write(octets, i, Math.Min(piece, octets.Length - i));
    }
}
