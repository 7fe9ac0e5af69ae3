using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>A connection that ends after any octet, in either direction: what was delivered is whole, and the rest is named.</summary>
public class ImapCutTests
{
    private const string Sizes =
        "* 1 FETCH (UID 7 RFC822.SIZE 12)\r\n* 2 FETCH (UID 11 RFC822.SIZE 7)\r\nA001 OK done\r\n";

    private const string Content =
        "* 1 FETCH (UID 7 FLAGS () RFC822.SIZE 12 BODY[] {12}\r\nSubject: a\r\n)\r\n* 2 FETCH (UID 11 BODY[] \"B: two\")\r\nA002 OK " +
        "done\r\n";

    private const string Asked =
        "A001 UID FETCH 7,11 (UID RFC822.SIZE)\r\nA002 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n";

    [Fact]
    public void After_any_octet_of_the_server()
    {
        var speech = Sizes + Content;
        for (var cut = 0; cut <= speech.Length; cut++)
            AssertWholeOrNamed(new DeafPeer(Encoding.ASCII.GetBytes(speech[..cut])),
                isComplete: cut >= Sizes.Length + Content.IndexOf("A002", StringComparison.Ordinal));
    }

    [Fact]
    public void After_any_octet_of_the_client()
    {
        for (var cut = 0; cut < Asked.Length; cut++)
        {
            var first = Asked.IndexOf('\n') + 1;
            AssertWholeOrNamed(
                cut < first ? new ResettingPeer("* BYE reset\r\n", cut)
                    : new ResettingPeer("* BYE reset\r\n", cut - first, (Asked[..first], Sizes)), isComplete: false);
        }
    }

    private static void AssertWholeOrNamed(System.IO.Stream peer, bool isComplete)
    {
        using var session = ImapFixture.Over(peer);

        var messages = session.FetchMessages([7, 11]).OrderBy(message => message.Uid).ToList();

        Assert.Equal([7, 11], messages.Select(message => message.Uid));
        Assert.All(messages, message => Assert.Equal(message.Mail is null, message.Failure is not null));
        Assert.All(messages.Where(message => message.Mail is not null),
            message => Assert.Equal(message.Uid == 7 ? "Subject: a\r\n" : "B: two", message.Mail!.Text()));
        Assert.Equal(isComplete, messages.TrueForAll(message => message.Mail is not null));
    }
}
