using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Sasl;
using Xunit;

namespace PSMailProtocol.Tests.Accounts;

/// <summary>
/// Somebody between client and server who answers STARTTLS or STLS before it is asked, or says more than the answer, over
/// sockets and in packets of every size: the session ends by the name of that, and no credential leaves.
/// </summary>
public class EarlyConsentTests
{
    /// <summary>
    /// Protocol, greeting, capabilities, the answer to STARTTLS (empty for none), in the words that the session hears them.
    /// </summary>
    private static readonly (SandboxProtocol Protocol, string Greeting, string Capabilities, string Consent, string Further)[] Dialogues =
    [
        (SandboxProtocol.Smtp, "220 hi\r\n", "250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "220 go\r\n", "250-hi\r\n250 AUTH PLAIN\r\n"),
        (SandboxProtocol.Pop3, "+OK hi\r\n", "+OK\r\nSTLS\r\nSASL PLAIN\r\n.\r\n", "+OK go\r\n", "+OK\r\nSASL PLAIN\r\n.\r\n"),
        (SandboxProtocol.Imap, "* OK hi\r\n", "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nA001 OK\r\n", "A002 OK go\r\n",
            "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA003 OK\r\n"),
    ];

    public static IEnumerable<object[]> Attacks =>
        from dialogue in Dialogues
        from attack in new (string Name, string[] Answers)[]
        {
            ("consent with the capabilities, and the real one later",
                [dialogue.Greeting, dialogue.Capabilities + dialogue.Consent, dialogue.Consent]),
            ("consent with the capabilities, and none later", [dialogue.Greeting, dialogue.Capabilities + dialogue.Consent, ""]),
            ("all with the greeting", [dialogue.Greeting + dialogue.Capabilities + dialogue.Consent + dialogue.Further, "", ""]),
            ("consent and capabilities ahead", [dialogue.Greeting, dialogue.Capabilities + dialogue.Consent + dialogue.Further, ""]),
            ("an answer behind the consent", [dialogue.Greeting, dialogue.Capabilities, dialogue.Consent + dialogue.Further]),
            ("a line behind the consent", [dialogue.Greeting, dialogue.Capabilities, dialogue.Consent + "x\r\n"]),
            ("an octet behind the consent", [dialogue.Greeting, dialogue.Capabilities, dialogue.Consent + "\0"]),
            ("a second consent", [dialogue.Greeting, dialogue.Capabilities, dialogue.Consent + dialogue.Consent]),
        }
        from packets in new[] { int.MaxValue, 0, 1 }
        select new object[] { dialogue.Protocol, attack.Name, packets, attack.Answers };

    /// <summary>Packets of the whole answer, of a line (0) or of so many octets.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task What_is_said_ahead_of_TLS_is_called_by_its_name(SandboxProtocol protocol, string name, int packets, string[] answers)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = new StringBuilder();
        var server = Task.Run(() => Play(listener, answers, packets, heard));
        var account = new MailAccount("localhost", ((IPEndPoint)listener.LocalEndpoint).Port, TlsMode.StartTls,
            Logins.Password("canary-user", "canary-password"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };

        var failure = Assert.ThrowsAny<MailException>(() => Logins.LogIn(protocol, account));

        Assert.True(failure.Error == MailErrors.StartTlsResponseInjection, $"{name}: {failure.Message}");
        await server;
        Assert.DoesNotContain("canary", heard.ToString());
        Assert.DoesNotContain("AUTH", heard.ToString());
    }

    /// <summary>Says each answer once more has been heard, and hears the client out.</summary>
    private static void Play(TcpListener listener, string[] answers, int packets, StringBuilder heard)
    {
        using var socket = listener.AcceptSocket();
        socket.NoDelay = true;
        var buffer = new byte[4096];
        try
        {
            Say(socket, answers[0], packets);
            for (var next = 1; ; next++)
            {
                var read = socket.Receive(buffer);
                if (read == 0)
                    return;
                heard.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (next < answers.Length)
                    Say(socket, answers[next], packets);
            }
        }
        catch (SocketException)
        {
            // The client went, as it has to.
        }
    }

    private static void Say(Socket socket, string text, int packets)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < octets.Length;)
        {
            var line = Array.IndexOf(octets, (byte)'\n', sent);
            var length = packets == 0 ? (line < 0 ? octets.Length : line + 1) - sent : Math.Min(packets, octets.Length - sent);
            sent += socket.Send(octets, sent, length, SocketFlags.None);
        }
    }
}
