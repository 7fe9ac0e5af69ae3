using System;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace PSMailProtocol.Benchmarks;

/// <summary>MailKit's clients, doing the same work.</summary>
internal static class MailKitClients
{
    /// <summary>Reads and parses every message of a maildrop; returns how many there were.</summary>
    /// <param name="port">The port on this machine.</param>
    /// <param name="user">Whose maildrop.</param>
    /// <param name="read">What is done with each.</param>
    /// <param name="begin">Called when the session is open, as the measured part begins.</param>
    public static void ReadMaildrop(int port, string user, Func<MimeMessage, long> read, Action begin)
    {
        using var client = new Pop3Client();
        client.Connect("127.0.0.1", port, SecureSocketOptions.None);
        client.Authenticate(user, "x");
        begin();
        foreach (MimeMessage message in client.GetMessages(0, client.Count))
        {
            if (read(message) == 0)
                throw new InvalidOperationException("A message was not read.");
        }
    }

    /// <summary>Sends so many new messages with one text over one connection.</summary>
    public static void Send(int port, int count, string text)
    {
        using var client = new SmtpClient();
        client.Connect("127.0.0.1", port, SecureSocketOptions.None);
        for (int i = 0; i < count; i++)
            client.Send(MimeKitLibrary.NewMessage("Status of the nightly job", MimeKitLibrary.NewText(text)));
        client.Disconnect(true);
    }
}
