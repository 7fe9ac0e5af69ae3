using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <content>Mailboxes that are made, renamed and removed, and messages that are put into them.</content>
public abstract partial class SampleChecks
{
    /// <summary>A mailbox from its making to its end, and what the server says where it cannot be so.</summary>
    protected void AssertChangesFolders(TlsMode tls)
    {
        using var session = server.Open(tls);
        var (first, second, third) = (FullName($"First \u00fc {tls}"), FullName($"Second {tls}"), FullName($"Third {tls}"));

        session.Create(first);
        Assert.Empty(session.Subscribe([first]));
        Assert.Equal(first, Assert.Single(session.List(first, withStatus: true)).Name);
        Assert.Equal(ExistingMailbox, Refused(() => session.Create(first)));
        session.Create(second);
        Assert.Equal(MailErrors.MailboxExists, Refused(() => session.Rename(first, second)));
        session.Delete(second);
        session.Rename(first, third);
        Assert.Equal(0, session.Status(third).Messages);
        Assert.Equal(MailErrors.MailboxNotFound, Refused(() => session.Status(first)));
        session.Delete(third);
        Assert.Contains(Refused(() => session.Delete(third)), new[] { MailErrors.MailboxNotFound, MailErrors.CommandRejected });
        Assert.Equal(MailErrors.CommandRejected, Refused(() => session.Delete("INBOX")));
        session.Subscribe([first, second, third], isSubscribed: false);
        Assert.Empty(session.List(third));
        session.Logout();
    }

    /// <summary>
    /// Every sample message is stored to the octet, with its flags and its date, and so is one that is too large to go without leave.
    /// </summary>
    protected void AssertAppends(TlsMode tls)
    {
        using var session = server.Open(tls);
        var mailbox = FullName($"Appended {tls}");
        Assert.Equal(MailErrors.MailboxNotFound, Refused(() => session.Append(mailbox, Content(server.Messages[0].Octets))));
        session.Create(mailbox);
        var large = Encoding.ASCII.GetBytes(
            "Subject: Large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 30_000)));

        var appended =
            server.Messages.Select(
                sample => session.Append(mailbox, Content(sample.Octets),
                    [.. sample.Flags.Where(flag => server.HasKeywords || flag[0] == '\\')], sample.Arrived)).ToList();
        appended.Add(session.Append(mailbox, Content(large)));

        var opened = session.Select(mailbox);
        var uids = session.Search(new ImapSearchCriteria());
        Assert.Equal(server.Messages.Count + 1, uids.Count);
        if (session.Capabilities.Has("UIDPLUS"))
            Assert.Equal(uids.Select(uid => new ImapAppendUidCode(opened.UidValidity, uid)), appended);
        var messages = Whole(session.FetchMessages(uids), uids);
        Assert.All(server.Messages, sample => Assert.Equal(sample.Octets, Octets(messages[sample.Index].Mail)));
        Assert.All(server.Messages, sample => AssertStored(sample, messages[sample.Index]));
        Assert.Equal(large, Octets(messages[^1].Mail));

        session.Select("INBOX");
        session.Delete(mailbox);
        session.Logout();
    }

    /// <summary>The error of a name that is taken.</summary>
    protected virtual MailError ExistingMailbox => MailErrors.MailboxExists;

    private static ImapAppendContent Content(byte[] octets) => ImapAppendContent.FromMail(RawMail.FromBytes(octets));

    private static MailError Refused(Action act) => Assert.ThrowsAny<MailException>(act).Error;

    private string FullName(string name) => string.Join(server.Delimiter, [.. server.Root, name]);
}
