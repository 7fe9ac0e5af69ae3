using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>
/// A bulk dialogue cut after every single octet, in both directions: what was reported is what the server has, and no
/// message is there twice.
/// </summary>
public sealed class SmtpCutTests
{
    private const int Messages = 4;

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    public void What_is_reported_is_what_the_server_has(bool pipelining, bool chunking, bool sent) =>
        CutEverywhere(pipelining, chunking, sent, TlsMode.None, stride: 1);

    /// <summary>Inside TLS a record is there whole or not at all, so that some octets of each do for all of it.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Inside_TLS_it_is_as_well(bool chunking, bool sent) =>
    CutEverywhere(pipelining: true, chunking, sent, TlsMode.Implicit, stride: 5);

    private static void CutEverywhere(bool pipelining, bool chunking, bool sent, TlsMode tls, int stride)
    {
        using var sandbox = MailSandbox.Start();
        if (!pipelining)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "PIPELINING"));
        if (!chunking)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));

        var unknown = 0;
        for (var cut = 0L; ; cut += stride)
        {
            var fault = (sent ? SandboxFault.DropAfterSent(SandboxProtocol.Smtp, cut)
                : SandboxFault.DropAfterReceived(SandboxProtocol.Smtp, cut)).Occurrence(1);
            sandbox.Faults.Add(fault);
            var taken = sandbox.Accepted.Count;
            var connected = sandbox.ConnectionsAccepted;
            var reported = SendAll(sandbox, tls, cut);
            Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
            sandbox.Faults.Remove(fault);

            var accepted = sandbox.Accepted.Skip(taken).GroupBy(SmtpMailerTests.Subject)
                .ToDictionary(group => group.Key, group => group.Count());
            for (var i = 0; i < Messages; i++)
            {
                accepted.TryGetValue($"Subject: {cut}-{i}", out var count);
                reported.TryGetValue($"{cut}-{i}", out var status);
                Assert.True(Agrees(status, count),
                    $"Cut after {cut} octets: message {i} was reported as {status?.ToString() ?? "an exception"} and the server has " +
                    $"it {count} times.");
            }

            unknown += reported.Values.Count(status => status == SmtpDeliveryStatus.Unknown);
            Assert.True(reported.Values.Count(status => status != SmtpDeliveryStatus.Accepted) <= 1);
            if (sandbox.ConnectionsAccepted == connected + 1)
                break;
        }

        // Each message has a moment at which nobody can know, and at nearly every other everybody can.
        Assert.True(unknown > 0);
        Assert.Empty(sandbox.InternalFailures);
    }

    private static bool Agrees(SmtpDeliveryStatus? status, int count) => status switch
    {
        SmtpDeliveryStatus.Accepted => count == 1,
        SmtpDeliveryStatus.Unknown => count <= 1,
        _ => count == 0,
    };

    private static Dictionary<string, SmtpDeliveryStatus?> SendAll(MailSandbox sandbox, TlsMode tls, long cut)
    {
        using var outbox = new Outbox(Outbox.To(sandbox, tls), retries: 2);
        for (var i = 0; i < Messages; i++)
        {
            try
            {
                outbox.Submit($"{cut}-{i}", ".", to: ["b@y.test", "c@y.test"]);
            }
            catch (MailException e)
            {
                // A connection that is lost while it opens is tried again; a handshake that breaks off may be an attack.
                Assert.True(i == 0 && e.Error == MailErrors.TlsFailed, e.ToString());
            }
        }

        outbox.Mailer.Quit();
        return outbox.Deliveries.ToDictionary(d => (string)d.Submission!.Tag!, d => (SmtpDeliveryStatus?)d.Status);
    }
}
