using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime;

public class AddressTextTests
{
    [Theory]
    [InlineData("a@b", "", "a", "b")]
    [InlineData(" user@example.com ", "", "user", "example.com")]
    [InlineData("<user@example.com>", "", "user", "example.com")]
    [InlineData("Ann Example <ann@example.com>", "Ann Example", "ann", "example.com")]
    [InlineData("Ann Example<ann@example.com>", "Ann Example", "ann", "example.com")]
    [InlineData("J. R. (Bob) O'Dobbs <bob@example.com>", "J. R. (Bob) O'Dobbs", "bob", "example.com")]
    [InlineData("\"Example, Ann\" <ann@example.com>", "Example, Ann", "ann", "example.com")]
    [InlineData("\"Ann \\\"A\\\" E\\\\x\" <ann@example.com>", "Ann \"A\" E\\x", "ann", "example.com")]
    [InlineData("Example, Ann <ann@example.com>", "Example, Ann", "ann", "example.com")]
    [InlineData("\"a <b@c>\" <ann@example.com>", "a <b@c>", "ann", "example.com")]
    [InlineData("\"john doe\"@example.com", "", "john doe", "example.com")]
    [InlineData("\"a@b\"@example.com", "", "a@b", "example.com")]
    [InlineData("X <\"..\"@example.com>", "X", "..", "example.com")]
    [InlineData("user+tag=x@sub.example.com", "", "user+tag=x", "sub.example.com")]
    [InlineData("user@[192.0.2.1]", "", "user", "[192.0.2.1]")]
    [InlineData("user@[IPv6:2001:db8::1]", "", "user", "[IPv6:2001:db8::1]")]
    [InlineData("用户@例子.广告", "", "用户", "例子.广告")]
    [InlineData("Jörg Müller <jörg@müller.example>", "Jörg Müller", "jörg", "müller.example")]
    [InlineData("😀 <a@b.example>", "😀", "a", "b.example")]
    [InlineData("x@xn--mller-kva.example", "", "x", "xn--mller-kva.example")]
    [InlineData("ops@web_01.example.com", "", "ops", "web_01.example.com")]
    [InlineData("a@x <a@x>", "a@x", "a", "x")]
    [InlineData("'a@x' <a@x>", "'a@x'", "a", "x")]
    [InlineData("Ann @ Work <a@x>", "Ann @ Work", "a", "x")]
    [InlineData("bot@x via Docs <no-reply@y>", "bot@x via Docs", "no-reply", "y")]
    [InlineData("Alert: disk full <ops@x>", "Alert: disk full", "ops", "x")]
    [InlineData("DOMAIN\\ann <ann@x>", "DOMAIN\\ann", "ann", "x")]
    [InlineData("a@x (Ann Example)", "Ann Example", "a", "x")]
    [InlineData("a@x (Example, Ann (Sales))", "Example, Ann (Sales)", "a", "x")]
    [InlineData("(Ann) a@x", "Ann", "a", "x")]
    [InlineData("<a@x> (Ann)", "Ann", "a", "x")]
    [InlineData("Ann <a@x> (Sales)", "Ann", "a", "x")]
    [InlineData("Ann (ann@x, home) <a@x>", "Ann (ann@x, home)", "a", "x")]
    [InlineData("Ann :( <a@x>", "Ann :(", "a", "x")]
    [InlineData("a@[192.0.2.1] (Ann)", "Ann", "a", "[192.0.2.1]")]
    [InlineData("\u00A0a@x\u00A0", "", "a", "x")]
    [InlineData("\u202F\u200E\uFEFFa@x\u200B\t", "", "a", "x")]
    [InlineData("Ann\u00A0Example\u00A0<\u00A0a@x\u00A0>\u00A0", "Ann\u00A0Example", "a", "x")]
    [InlineData("\tAnn\tExample <a@x>", "Ann Example", "a", "x")]
    public void Reads_what_a_person_types(string text, string name, string localPart, string domain)
    {
        var address = AddressText.Parse(text);

        Assert.Equal((name, localPart, domain), (address.DisplayName, address.LocalPart, address.Domain));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" , ;; ", "")]
    [InlineData("a@b", "a@b")]
    [InlineData("a@b;c@d,e@f;", "a@b|c@d|e@f")]
    [InlineData("Doe, John <j@x>; b@y", "\"Doe, John\" <j@x>|b@y")]
    [InlineData("a@b, Doe, John, Jr. <j@x>,Ann <a@x>", "a@b|\"Doe, John, Jr.\" <j@x>|Ann <a@x>")]
    [InlineData("\"a;b\" <a@x>;\"c,d\"@x", "\"a;b\" <a@x>|\"c,d\"@x")]
    [InlineData("=?utf-8?q?J=C3=B6rg?= <a@x>", "J\u00f6rg <a@x>")]
    [InlineData("a@b (Doe, Ann), c@d", "\"Doe, Ann\" <a@b>|c@d")]
    [InlineData("a@b\u00A0;\u00A0c@d, \u00A0,", "a@b|c@d")]
    [InlineData("a@x <a@x>, b@x <b@x>", "\"a@x\" <a@x>|\"b@x\" <b@x>")]
    [InlineData("\"bot@x via Docs\" <no-reply@y>, Ann @ Work <a@x>, @bob Bob <b@x>",
        "\"bot@x via Docs\" <no-reply@y>|\"Ann @ Work\" <a@x>|\"@bob Bob\" <b@x>")]
    [InlineData("Ann :( <a@x>; Bob :) <b@x>", "\"Ann :(\" <a@x>|\"Bob :)\" <b@x>")]
    public void Reads_lists_as_they_are_typed(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', AddressText.ParseList(text)));

    [Theory]
    [InlineData("a@b, bob", "'bob'")]
    [InlineData("bob; a@b", "'bob'")]
    [InlineData("bob, a@b", "'bob, a@b'")]
    [InlineData("a@b; c@d e; f@g", "'c@d e'")]
    [InlineData("Doe, <j@x>", "'Doe, <j@x>'")]
    [InlineData("bob,a@b", "'bob,a@b'")]
    [InlineData("bob, a@b <a@b>", "'bob, a@b <a@b>'")]
    [InlineData("a@b; bob <>", "'bob <>'")]
    [InlineData("a@b; bob <x>, c@d", "'bob <x>'")]
    [InlineData("a@b; c@d\nBcc: e@f", "'a@b; c@d...'")]
    [InlineData("ann@x Bob <bob@y>", "'ann@x Bob <bob@y>'")]
    [InlineData("ann@x\u00A0Bob <bob@y>", "Bob")]
    [InlineData("c@d, ann@x.example  Bob Example <bob@y>", "'ann@x.example  Bob Example <bob@y>'")]
    [InlineData("=?utf-8?q?J=0Arg?= <a@x>", "control character")]
    public void Refuses_a_list_naming_the_entry(string text, string named)
    {
        var failure = Assert.Throws<MailException>(() => AddressText.ParseList(text));

        Assert.Same(MailErrors.InvalidAddress, failure.Error);
        Assert.Contains(named, failure.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("root")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a@.example")]
    [InlineData("a@b..c")]
    [InlineData("a@example.com.")]
    [InlineData(".a@b")]
    [InlineData("a.@b")]
    [InlineData("a..b@c")]
    [InlineData("a b@c")]
    [InlineData("a@b c")]
    [InlineData("a@b@c")]
    [InlineData("a@b, c@d")]
    [InlineData("a@b; c@d")]
    [InlineData("a@b (open")]
    [InlineData("a(comment)@b")]
    [InlineData("a@b (comment) c@d")]
    [InlineData("Ann a@b")]
    [InlineData("Name: a@b")]
    [InlineData("a@b\u200B.example")]
    [InlineData("Name <a@b> \"rest\"")]
    [InlineData("friends: a@b;")]
    [InlineData("<@route:a@b>")]
    [InlineData("Name <a@b")]
    [InlineData("Name a@b>")]
    [InlineData("Name <a@b> rest")]
    [InlineData("Name <a@b><c@d>")]
    [InlineData("\"open <a@b>")]
    [InlineData("\"a\\")]
    [InlineData("a@[")]
    [InlineData("a@[]")]
    [InlineData("a@[1 2]")]
    [InlineData("a@b_>")]
    [InlineData("a@exa\u00A0mple.com")]
    public void Refuses_what_is_not_one_mailbox(string text)
    {
        var failure = Assert.Throws<MailException>(() => AddressText.Parse(text));

        Assert.Same(MailErrors.InvalidAddress, failure.Error);
        Assert.False(AddressText.TryParse(text, out _));
    }

    [Theory]
    [InlineData("a@b\r\nRCPT TO:<x@y>")]
    [InlineData("\"a\r\nDATA\"@b")]
    [InlineData("\"a\\\r\\\n b\"@c")]
    [InlineData("\"a\\\n b\"@c")]
    [InlineData("a\n@b")]
    [InlineData("a\0@b")]
    [InlineData("a@b\0")]
    [InlineData("a@b\r")]
    [InlineData("a@b\n")]
    [InlineData("Name\r\nBcc: v@e <a@b>")]
    [InlineData("\"Name\r\nBcc: v@e\" <a@b>")]
    [InlineData("\"\u001b]0;pwn\u0007\" <a@b>")]
    [InlineData("a\u2028@b")]
    [InlineData("a\u0085@b")]
    public void Refuses_controls_wherever_they_hide_and_does_not_echo_them(string text)
    {
        var failure = Assert.Throws<MailException>(() => AddressText.Parse(text));

        Assert.Same(MailErrors.InvalidAddress, failure.Error);
        Assert.DoesNotContain(failure.Message,
            character => char.IsControl(character) || char.IsSurrogate(character) || character == '\u2028');
        Assert.DoesNotContain("DATA", failure.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_half_of_a_surrogate_pair()
    {
        Assert.False(AddressText.TryParse("\ud83d@b", out _));
        Assert.False(AddressText.TryParse("a@b\ude00", out _));
        Assert.True(AddressText.TryParse("\ud83d\ude00@b", out _));
    }

    [Fact]
    public void Refuses_what_is_longer_than_the_protocol_carries()
    {
        Assert.False(AddressText.TryParse("a@" + new string('b', 64) + ".example", out _));
        Assert.False(AddressText.TryParse("a@" + string.Join(".", Enumerable.Repeat("abcdefg", 40)), out _));
        Assert.False(AddressText.TryParse(new string('a', 400) + "@example.com", out _));
        Assert.True(AddressText.TryParse(new string('a', 64) + "@" + new string('b', 63) + ".example", out _));
        Assert.False(AddressText.TryParse(null, out _));
    }

    [Theory]
    [InlineData("", "ann", "example.com", "ann@example.com", "ann@example.com")]
    [InlineData("Ann", "ann", "example.com", "ann@example.com", "Ann <ann@example.com>")]
    [InlineData("Example, Ann", "ann", "example.com", "ann@example.com", "\"Example, Ann\" <ann@example.com>")]
    [InlineData("A \"B\" \\", "a b", "c", "\"a b\"@c", "\"A \\\"B\\\" \\\\\" <\"a b\"@c>")]
    [InlineData("", "a..b", "c", "\"a..b\"@c", "\"a..b\"@c")]
    [InlineData("", "", "c", "\"\"@c", "\"\"@c")]
    [InlineData("", "root", "", "root", "root")]
    [InlineData("Jörg", "jörg", "müller.example", "jörg@müller.example", "Jörg <jörg@müller.example>")]
    public void Writes_itself_with_the_quotes_it_needs(string name, string localPart, string domain, string address, string text)
    {
        var mailbox = new MailboxAddress(name, localPart, domain);

        Assert.Equal(address, mailbox.Address);
        Assert.Equal(text, mailbox.ToString());
        if (domain.Length > 0)
        {
            var again = AddressText.Parse(text);
            Assert.Equal((name, localPart, domain), (again.DisplayName, again.LocalPart, again.Domain));
        }
    }

    [Fact]
    public void Equality_is_that_of_the_address()
    {
        var ann = new MailboxAddress("Ann", "ann", "Example.COM");

        Assert.Equal(ann, new MailboxAddress("", "ann", "example.com"));
        Assert.Equal(ann.GetHashCode(), new MailboxAddress("", "ann", "example.com").GetHashCode());
        Assert.NotEqual(ann, new MailboxAddress("Ann", "Ann", "example.com"));
        Assert.False(ann.Equals(null));
    }

    [Fact]
    public void Knows_whether_it_needs_utf8()
    {
        Assert.True(AddressText.Parse("ann@müller.example").IsLocalPartAscii);
        Assert.False(AddressText.Parse("jörg@example.com").IsLocalPartAscii);
    }
}
