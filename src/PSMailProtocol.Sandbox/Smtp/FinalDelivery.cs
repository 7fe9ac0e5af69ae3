using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>Takes a finished transaction into the mailboxes of its recipients, with the header fields of RFC 5321 section 4.4.</summary>
internal static class FinalDelivery
{
    /// <summary>Delivers.</summary>
    /// <param name="service">Whose mailboxes.</param>
    /// <param name="mail">What was accepted.</param>
    /// <param name="protocol">What the trace calls the protocol, for example <c>ESMTPSA</c> (RFC 3848).</param>
    /// <param name="client">Where it came from.</param>
    public static void Deliver(SandboxService service, SandboxMail mail, string protocol, string client)
    {
        foreach (var recipient in mail.Recipients.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var trace = Encoding.UTF8.GetBytes(Trace(service, mail, protocol, client, recipient));
            var octets = new byte[trace.Length + mail.Octets.Length];
            Buffer.BlockCopy(trace, 0, octets, 0, trace.Length);
            Buffer.BlockCopy(mail.Octets, 0, octets, trace.Length, mail.Octets.Length);
            mail.Copies.Add(service.Accounts.Maildrop(recipient).Deliver(octets, mail.Accepted));
        }

        // Who waits for it finds it in the mailboxes.
        service.Accepted.Add(mail);
    }

    private static string Trace(SandboxService service, SandboxMail mail, string protocol, string client, string recipient) =>
        $"Return-Path: <{mail.Sender}>\r\n" +
        $"Received: from {mail.ClientName} ([{client}])\r\n" +
        $"\tby {service.HostName} with {protocol} id {mail.QueueId}\r\n" +
        $"\tfor <{recipient}>; {Date(mail.Accepted)}\r\n";

    private static string Date(DateTimeOffset time) =>
        time.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) +
            time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");
}
