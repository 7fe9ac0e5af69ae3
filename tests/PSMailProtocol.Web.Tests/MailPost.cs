using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Web.Tests;

/// <summary>Brings messages to a sandbox by SMTP, as they are.</summary>
internal static class MailPost
{
    private const int Patience = 600_000;

    /// <summary>Sends messages one after the other over one connection; a message is text of ASCII, or of octets as Latin-1.</summary>
    public static void Send(MailSandbox sandbox, params string[] messages) => SendTo(sandbox, "bob@example.com", messages);

    /// <summary>Sends messages to a recipient.</summary>
    public static void SendTo(MailSandbox sandbox, string recipient, params string[] messages)
    {
        using var client = new TcpClient(sandbox.Host, sandbox.SmtpPort) { ReceiveTimeout = Patience, SendTimeout = Patience };
        using var replies = new StreamReader(client.GetStream(), Encoding.Latin1);
        Expect(replies, "220");
        Say(client, replies, "EHLO client.test", "250");
        foreach (var message in messages)
        {
            Say(client, replies, "MAIL FROM:<ann@example.com>", "250");
            Say(client, replies, $"RCPT TO:<{recipient}>", "250");
            Say(client, replies, "DATA", "354");
            var content = message.Replace("\r\n", "\n").Replace("\n", "\r\n").Replace("\r\n.", "\r\n..");
            Say(client, replies, content + "\r\n.", "250");
        }

        Say(client, replies, "QUIT", "221");
    }

    /// <summary>A message of HTML.</summary>
    public static string Html(string html, string subject = "HTML") =>
        $"From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/html; " +
        "charset=utf-8\n" +
        $"Content-Transfer-Encoding: base64\n\n{Base64(Encoding.UTF8.GetBytes(html))}\n";

    /// <summary>Octets in lines of base64.</summary>
    public static string Base64(byte[] octets) => Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks);

    private static void Say(TcpClient client, StreamReader replies, string command, string reply)
    {
        client.GetStream().Write(Encoding.Latin1.GetBytes(command + "\r\n"));
        Expect(replies, reply);
    }

    private static void Expect(StreamReader replies, string code)
    {
        string line;
        do
        {
            line = replies.ReadLine() ?? throw new InvalidOperationException("The sandbox closed the connection.");
            if (!line.StartsWith(code, StringComparison.Ordinal))
                throw new InvalidOperationException(line);
        }
        while (line[3] == '-');
    }
}
