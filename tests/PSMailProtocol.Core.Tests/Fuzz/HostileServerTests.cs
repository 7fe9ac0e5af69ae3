using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Fuzz;

/// <summary>
/// Servers that say anything: pieces of real dialogues in any order, with octets changed, dropped and doubled. Whatever
/// comes, a session ends with a result or with a failure that has a name, and allocates in proportion to what it heard.
/// </summary>
public class HostileServerTests
{
    private const int Rounds = 3000;

    private static readonly string[] Smtp =
    [
        "220 hi\r\n", "250-me\r\n", "250-SIZE 1000\r\n", "250-AUTH PLAIN LOGIN\r\n", "250 OK\r\n", "250 2.1.0 ok\r\n", "334 \r\n",
        "334 VXNlcm5hbWU6\r\n",
        "235 in\r\n", "354 go\r\n", "421 bye\r\n", "452 many\r\n", "550 5.1.1 who\r\n", "221 bye\r\n", "250\r\n", "999 x\r\n", "25",
        "\r", "\n", "\0",
    ];

    private static readonly string[] Pop3 =
    [
        "+OK\r\n", "+OK 2 320\r\n", "-ERR [IN-USE] x\r\n", ".\r\n", "..\r\n", "1 120\r\n", "2 200\r\n", "1 uid1\r\n", "2 uid2\r\n",
        "2 uid1\r\n",
        "TOP\r\n", "UIDL\r\n", "STLS\r\n", "Subject: x\r\n", "\r\n", "99999999999 1\r\n", "+ \r\n", "\n", "\r", "\0",
    ];

    private static readonly string[] Imap =
    [
        "* OK [CAPABILITY IMAP4rev1] hi\r\n", "* OK [UIDVALIDITY 5] x\r\n", "* 2 EXISTS\r\n", "* SEARCH 1 2 3\r\n", "* SEARCH\r\n",
        "A001 OK x\r\n", "A002 OK x\r\n",
        "A003 OK x\r\n", "A004 OK x\r\n", "A005 OK x\r\n", "A006 OK x\r\n", "A003 NO [TRYCREATE] x\r\n", "+ go\r\n", "* BYE x\r\n",
        "* CAPABILITY IMAP4rev1 X\r\n",
        "* 1 FETCH (UID 1 FLAGS (\\Seen) RFC822.SIZE 5 BODY[] {5}\r\n", "hello", ")\r\n", "* 2 FETCH (UID 2 ",
        "ENVELOPE (NIL ((NIL)) \"a\\\"b\")", "BODY[HEADER] \"x\"", "{3}\r\n", "((((", "))))", "\"",
        "NIL", "* 3 EXPUNGE\r\n", "* LIST () \"/\" {2}\r\nxy\r\n", "* FLAGS (\\Answered)\r\n", "{99999999999}\r\n", "\0", "\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_SMTP_session_ends_with_a_name(int seed) =>
    Run(seed, Smtp, "220 hi\r\n250-me\r\n250 AUTH PLAIN LOGIN\r\n235 in\r\n", connection =>
    {
        using var session = new SmtpSession(connection);
        session.Begin(Account(25), "client.test");
        var envelope = new SmtpEnvelope(Mailbox.Of("a@x.test"), [Mailbox.Of("b@x.test"), Mailbox.Of("c@x.test")]);
        for (var i = 0; i < 3; i++)
            session.Send(envelope, stream => stream.Write("x\r\n"u8), 3);
        session.Quit();
    });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_POP3_session_ends_with_a_name(int seed) => Run(seed, Pop3, "+OK\r\n+OK\r\nUIDL\r\n.\r\n+OK\r\n+OK\r\n", connection =>
    {
        using var session = new Pop3Session(connection);
        session.Begin(Account(110));
        foreach (var number in session.List().Keys)
            session.Retrieve(number, Stream.Null);
        session.Stat();
        session.RemoveAndQuit(["uid1", "uid2"]);
    });

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void An_IMAP_session_ends_with_a_name(int seed) =>
    Run(seed, Imap, "* OK [CAPABILITY IMAP4rev1] hi\r\nA001 OK [CAPABILITY IMAP4rev1 X] in\r\n", connection =>
    {
        using var session = new ImapSession(connection);
        session.Begin(Account(143));
        session.Examine("INBOX");
        var found = session.Search(new ImapSearchCriteria());
        Assert.Equal(found, session.FetchMessages(found).Select(message => message.Uid).Order());
        Assert.Equal([1, 2], session.FetchHeaders([1, 2]).Select(message => message.Uid).Order());
        Assert.All(session.FetchEnvelopes([1, 2]), message => Assert.InRange(message.Uid, 1, 2));
        session.Logout();
    });

    private static void Run(int seed, string[] pieces, string wayIn, Action<MailConnection> dialogue)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            // Half of the servers let the client in first, so that the later commands are reached.
            var speech = Mutate(random,
                (round % 2 == 0 ? wayIn : "") +
                    string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)])));
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var connection = new MailConnection(new DeafPeer(speech), new MailConnectionOptions(), "hostile.test");
            try
            {
                dialogue(connection);
            }
            catch (MailException e)
            {
                Assert.Contains(e.Error, MailErrors.All);
                Assert.DoesNotContain("h0stile-canary", e.ToString());
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 * 1024 * 1024,
                $"Round {round} of seed {seed} allocates too much.");
        }
    }

    private static byte[] Mutate(Random random, string speech)
    {
        var octets = new List<byte>(Encoding.Latin1.GetBytes(speech));
        for (var changes = random.Next(4); changes > 0 && octets.Count > 1; changes--)
        {
            var at = random.Next(octets.Count);
            switch (random.Next(3))
            {
                case 0:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 1:
                    octets.RemoveAt(at);
                    break;
                default:
                    octets.Insert(at, octets[random.Next(octets.Count)]);
                    break;
            }
        }

        return [.. octets];
    }

    private static MailAccount Account(int port) =>
        new("hostile.test", port, TlsMode.None, new NetworkCredential("user", "h0stile-canary")) { AllowUnencryptedAuthentication = true };
}
