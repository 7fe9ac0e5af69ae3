using System;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Tests.Accounts;

/// <summary>One value says which mailbox is meant, and its text says the same.</summary>
public class MailboxIdTests
{
    [Theory]
    [InlineData("alice", "mail.example.com", 993, "INBOX", 7, "imap://alice@mail.example.com:993/INBOX;UIDVALIDITY=7")]
    [InlineData("alice@example.com", "mail.example.com", 143, "Done/2026", 0, "imap://alice%40example.com@mail.example.com:143/Done/2026")]
    [InlineData("DOMAIN\\bob", "::1", 993, "Entwürfe", 4294967295, "imap://DOMAIN%5Cbob@[::1]:993/Entw%C3%BCrfe;UIDVALIDITY=4294967295")]
    [InlineData("a:b/c", "h", 1, "x;UIDVALIDITY=9", 3, "imap://a%3Ab%2Fc@h:1/x%3BUIDVALIDITY%3D9;UIDVALIDITY=3")]
    [InlineData("u", "h", 1, "a/../b", 1, "imap://u@h:1/a/../b;UIDVALIDITY=1")]
    [InlineData("u", "h", 1, " 100%25 #1?", 1, "imap://u@h:1/%20100%2525%20%231%3F;UIDVALIDITY=1")]
    public void A_mailbox_prints_as_a_URL_and_is_read_back(string user, string server, int port, string name, long uidValidity, string text)
    {
        var id = MailboxId.OfMailbox(Account(server, port, user), name, uidValidity);

        Assert.Equal(text, id.ToString());
        AssertReadsBack(id);
        Assert.Equal((user, server, port, name, uidValidity), (id.UserName, id.Server, id.Port, id.Name, id.UidValidity));
    }

    [Theory]
    [InlineData("alice", "mail.example.com", 995, "pop://alice@mail.example.com:995")]
    [InlineData("", "mail.example.com", 110, "pop://mail.example.com:110")]
    public void A_maildrop_prints_as_a_URL_and_is_read_back(string user, string server, int port, string text)
    {
        var id = MailboxId.OfMaildrop(Account(server, port, user));

        Assert.Equal(text, id.ToString());
        AssertReadsBack(id);
    }

    [Fact]
    public void A_file_prints_as_its_path_and_is_read_back()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "old mail.mbox");

        Assert.Equal(path, MailboxId.OfFile(path).ToString());
        AssertReadsBack(MailboxId.OfFile(path));
    }

    [Fact]
    public void Any_names_are_read_back()
    {
        var random = new Random(2026);
        for (var i = 0; i < 5000; i++)
            AssertReadsBack(MailboxId.OfMailbox(Account("host.test", random.Next(1, 65536), Text(random)), Text(random), random.Next()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("INBOX")]
    [InlineData("INBOX of alice at mail.example.com:995")]
    [InlineData("http://alice@h:1/INBOX")]
    [InlineData("pop://")]
    [InlineData("pop://h")]
    [InlineData("pop://:1")]
    [InlineData("pop://h:99999999999")]
    [InlineData("pop://h:1/INBOX")]
    [InlineData("imap://h:1")]
    [InlineData("imap://h:1/")]
    [InlineData("imap://h:1/INBOX;UIDVALIDITY=")]
    [InlineData("imap://h:1/INBOX;UIDVALIDITY=-1")]
    [InlineData("imap://h:1/INBOX;UIDVALIDITY=1x")]
    [InlineData("imap://h:x@y/INBOX")]
    public void Other_text_is_none(string? text)
    {
        Assert.False(MailboxId.TryParse(text, out var id));
        Assert.Null(id);
    }

    [Fact]
    public void Two_are_equal_where_all_that_tells_mailboxes_apart_is()
    {
        var id = MailboxId.OfMailbox(Account("Mail.Example.com", 993, "alice"), "inbox", 7);

        Assert.Equal(id, MailboxId.OfMailbox(Account("mail.example.COM", 993, "alice"), "INBOX", 7));
        Assert.Equal(id.GetHashCode(), MailboxId.OfMailbox(Account("mail.example.COM", 993, "alice"), "INBOX", 7).GetHashCode());
        Assert.NotEqual(id, MailboxId.OfMailbox(Account("mail.example.com", 143, "alice"), "INBOX", 7));
        Assert.NotEqual(id, MailboxId.OfMailbox(Account("mail.example.com", 993, "Alice"), "INBOX", 7));
        Assert.NotEqual(id, MailboxId.OfMailbox(Account("mail.example.com", 993, "alice"), "INBOX", 8));
        Assert.NotEqual(id, MailboxId.OfMaildrop(Account("mail.example.com", 993, "alice")));
        Assert.NotEqual(MailboxId.OfMailbox(Account("h", 1, "u"), "Done", 1), MailboxId.OfMailbox(Account("h", 1, "u"), "done", 1));
    }

    [Fact]
    public void Another_port_and_other_UIDs_are_the_same_mailbox()
    {
        var id = MailboxId.OfMailbox(Account("h", 993, "u"), "Done", 1);

        Assert.True(id.IsSameMailbox(MailboxId.OfMailbox(Account("H", 143, "u"), "Done", 2)));
        Assert.False(id.IsSameMailbox(MailboxId.OfMailbox(Account("h", 993, "u"), "done", 1)));
        Assert.False(id.IsSameMailbox(MailboxId.OfMailbox(Account("h", 993, "v"), "Done", 1)));
    }

    private static void AssertReadsBack(MailboxId id)
    {
        Assert.True(MailboxId.TryParse(id.ToString(), out var read), id.ToString());
        Assert.Equal(id, read);
        Assert.Equal(id.ToString(), read.ToString());
    }

    private static string Text(Random random)
    {
        const string Characters = "ab/.%;:@?#[]\\ =UIDVALIDITY&ü\u2713\"'~+";
        var text = new char[random.Next(1, 12)];
        for (var i = 0; i < text.Length; i++)
            text[i] = Characters[random.Next(Characters.Length)];
        return new string(text);
    }

    private static MailAccount Account(string server, int port, string user) =>
        new(server, port, TlsMode.Auto, new NetworkCredential(user, "secret"));
}
