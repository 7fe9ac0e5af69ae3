using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Where the content of fetched messages lies, and what becomes of one that finds no room.</summary>
public class ImapContentTests
{
    [Fact]
    public void A_large_message_is_read_in_flat_memory_and_its_octets_are_told_as_they_come()
    {
        const int Octets = 256 * 1024 * 1024;
        var progress = 0L;
        using var session = Session(Large(Octets, ")\r\nA001 OK\r\n"));
        session.Progress = octets => progress += octets;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = Assert.Single(session.FetchMessages(Facts((7, Octets))));

        // Nothing is held but its beginning, while it is not yet known to be large.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * MailSpool.LargestWithRoom);
        Assert.Equal(Octets, message.Mail!.Length);
        Assert.Equal(Octets, progress);
    }

    [Fact]
    public void A_message_for_which_there_is_no_file_keeps_no_other_back()
    {
        const int Octets = MailSpool.LargestWithRoom + 100;
        using var session = Session(
            Large(Octets, ")\r\n* 2 FETCH (UID 8 BODY[] {5}\r\nabc\r\n)\r\nA001 OK\r\n"), () => throw new IOException("No room."));

        var messages = session.FetchMessages(Facts((7, 1), (8, 1))).ToList();

        Assert.Same(MailErrors.SpoolFailed, messages[0].Failure!.Error);
        Assert.Null(messages[0].Mail);
        Assert.Null(messages[1].Failure);
        Assert.Equal("abc\r\n", messages[1].Mail!.Text());
    }

    [Fact]
    public void A_header_and_an_empty_message_come_as_they_are_and_NIL_is_none()
    {
        using var session = Session(new ScriptedPeer(Delivery.ByByte, "", (
            "A001 UID FETCH 1:3 (UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER])\r\n",
            "* 1 FETCH (UID 1 BODY[HEADER] {8}\r\nA: b\r\n\r\n)\r\n* 2 FETCH (UID 2 BODY[HEADER] \"\")\r\n* 3 FETCH (UID 3 BODY[HEADER] " +
            "NIL)\r\nA001 OK\r\n")));

        var headers = session.FetchHeaders([1, 2, 3]).ToList();

        Assert.Equal(["A: b\r\n\r\n", "", null], headers.Select(message => message.Mail?.Text()));
    }

    private static LongLinePeer Large(int octets, string after) => new($"* 1 FETCH (UID 7 BODY[] {{{octets}}}\r\n", octets - 2, after);

    private static ImapFetchedMessage[] Facts(params (long Uid, long Size)[] messages) =>
        [.. messages.Select(message => new ImapFetchedMessage { Uid = message.Uid, Size = message.Size })];

    private static ImapSession Session(Stream peer, Func<FileStream>? createFile = null) =>
        ImapFixture.Over(peer, new MailConnectionLimits { MessageSize = 1 << 30 }, createFile: createFile);
}
