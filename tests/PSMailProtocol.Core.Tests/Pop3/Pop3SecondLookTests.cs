using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>What a second session proves about removals whose QUIT was not confirmed, and what it does not.</summary>
public class Pop3SecondLookTests
{
    /// <summary>The maildrop before, what was to be removed, the maildrop after, and what is known then.</summary>
    [Theory]
    [InlineData("a b c", "b", "a c", "b gone")]
    [InlineData("a b c", "b", "a b c", "b there")]
    [InlineData("a b c", "a b", "b c", "a gone,b there")]
    [InlineData("a b c", "b", "x y z", "b unknown")]
    [InlineData("a b c", "b", "a z", "b unknown")]
    [InlineData("a b c", "b", "a b z", "b there")]
    [InlineData("a b c", "b", "a c new", "b gone")]
    [InlineData("a b c", "b", "a c -", "b gone")]
    [InlineData("a b c", "b", "- - -", "b unknown")]
    [InlineData("a b c", "b", "", "b unknown")]
    [InlineData("a b", "a b", "", "a gone,b gone")]
    [InlineData("a b", "a b", "x y", "a unknown,b unknown")]
    [InlineData("a b", "a b", "new", "a unknown,b unknown")]
    [InlineData("a b", "a b", "-", "a unknown,b unknown")]
    [InlineData("a b", "a b", "b", "a unknown,b there")]
    [InlineData("a twin twin", "a", "twin twin", "a gone")]
    [InlineData("a -", "a", "-", "a unknown")]
    public void An_absent_UID_is_proof_only_where_the_others_are_listed_as_before(string before, string doomed, string after, string known)
    {
        var uids = Uids(before);
        var session = new Pop3Session(new MailConnection(new AnsweringPeer(command => command switch
        {
            "UIDL" => "+OK\r\n" + string.Concat(uids.Select((uid, i) => $"{i + 1} {uid}\r\n")) + ".\r\n",
            "QUIT" => "",
            _ => "+OK\r\n",
        }), new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();
        var removals = session.RemoveAndQuit(doomed.Split(' '));

        Pop3Removal.Settle(removals, session.Kept, [.. Uids(after).Select((uid, i) => new Pop3Entry(i + 1, 10, uid))]);

        Assert.Equal(known, string.Join(",", removals.Select(removal => $"{removal.Uid} {Known(removal)}")));
        Assert.All(removals, removal => Assert.False(removal.Committed));
        Assert.All(removals, removal => Assert.Equal(removal.Removed, removal.Failure is null));
        Assert.All(removals.Where(removal => !removal.Removed),
            removal => Assert.Same(MailErrors.DeleteNotCommitted, removal.Failure!.Error));
        Assert.All(removals.Where(removal => removal.IsUncertain), removal => Assert.Contains("does not tell", removal.Failure!.Message));
    }

    [Fact]
    public void A_message_whose_DELE_was_refused_is_one_of_those_that_stay()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "",
            ("UIDL\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n"), ("DELE 2\r\n", "+OK\r\n"), ("DELE 1\r\n", "-ERR locked\r\n"), ("QUIT\r\n", ""));
        var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        var removals = session.RemoveAndQuit(["a", "b"]);

        Assert.Equal(["a"], session.Kept);
        Pop3Removal.Settle(removals, session.Kept, [new Pop3Entry(1, 10, "a")]);

        Assert.Equal([false, true], removals.Select(removal => removal.Removed));
        Assert.Same(MailErrors.CommandRejected, removals[0].Failure!.Error);
    }

    private static string?[] Uids(string text) =>
        [.. text.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Select(uid => uid == "-" ? null : uid)];

    private static string Known(Pop3Removal removal) => removal switch
    {
        { Removed: true } => "gone",
        { IsUncertain: true } => "unknown",
        _ => "there",
    };
}
