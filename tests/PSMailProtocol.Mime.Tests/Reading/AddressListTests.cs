using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Tests.Mime.Reading;

public class AddressListTests
{
    [Theory]
    // RFC 5322 appendix A.
    [InlineData("John Doe <jdoe@machine.example>", "John Doe|jdoe@machine.example")]
    [InlineData("\"Joe Q. Public\" <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com")]
    [InlineData("Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>", "Mary Smith|mary@x.test", "|jdoe@example.org",
        "Who?|one@y.test")]
    [InlineData("<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>", "|boss@nil.test",
        "Giant; \"Big\" Box|sysservices@example.net")]
    [InlineData("A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;", "Ed Jones|c@a.test", "|joe@where.test",
        "John|jdoe@one.test")]
    [InlineData("Undisclosed recipients:;")]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test")]
    [InlineData(
        "A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n         joe@example.org,\r\n  John " +
        "<jdoe@one.test> (my dear friend); (the end of the group)", "Chris Jones|c@public.example", "|joe@example.org",
        "John|jdoe@one.test")]
    [InlineData("(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;")]
    [InlineData("Joe Q. Public <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com")]
    [InlineData("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example", "Mary Smith|mary@example.net", "|jdoe@test.example")]
    [InlineData("John Doe <jdoe@machine(comment).  example>", "John Doe|jdoe@machine.example")]
    // Quoted local parts, literals, routes.
    [InlineData("\"john doe\"@example.com", "|\"john doe\"@example.com")]
    [InlineData("<\"a\\\"b\"@example.com>", "|\"a\\\"b\"@example.com")]
    [InlineData("u@[IPv6:2001:db8::1], v@[192.0.2.1]", "|u@[IPv6:2001:db8::1]", "|v@[192.0.2.1]")]
    [InlineData("<@a.example,@b.example:u@c.example>, x@y", "|u@c.example", "|x@y")]
    // Encoded-words, where they belong and where they do not.
    [InlineData("=?utf-8?q?J=C3=BCrgen_M?= <j@x>", "Jürgen M|j@x")]
    [InlineData("=?utf-8?q?Doe,_J=C3=B6rg?= <j@x>, b@c", "Doe, Jörg|j@x", "|b@c")]
    [InlineData("=?utf-8?Q?Doe, J=C3=B6rg?= <j@x>, b@c", "Doe, Jörg|j@x", "|b@c")]
    [InlineData("\"=?utf-8?b?w7w=?=\" <u@x>", "ü|u@x")]
    [InlineData("=?utf-8?b?w7w=?= =?utf-8?b?w7w=?= plain <u@x>", "üü plain|u@x")]
    [InlineData("a (=?utf-8?b?w7w=?=) <u@x>", "a|u@x")]
    [InlineData("u@x (=?utf-8?b?w7w=?=)", "ü|u@x")]
    // What mailers make of it.
    [InlineData("Doe, John <j@x>", "Doe, John|j@x")]
    [InlineData("Doe, John <j@x>, Roe, Jane <r@x>", "Doe, John|j@x", "Roe, Jane|r@x")]
    [InlineData("a@b; c@d; ", "|a@b", "|c@d")]
    [InlineData("\"a\\\";b\" <c@d>; \"e;f\"@g", "a\";b|c@d", "|\"e;f\"@g")]
    [InlineData("\"=?utf-8?q?x;y?=\"@b, =?utf-8?q?x;y?= <c@d>", "|\"=?utf-8?q?x;y?=\"@b", "x;y|c@d")]
    [InlineData("a@b,,c@d,", "|a@b", "|c@d")]
    [InlineData("root", "|root")]
    [InlineData("root, a@b", "|root", "|a@b")]
    [InlineData("not an address")]
    [InlineData("date>2017")]
    [InlineData("\"date>2017, a@b", "|a@b")]
    [InlineData("Root <root>", "Root|root")]
    [InlineData("@example.com")]
    [InlineData("\"\"@example.com", "|\"\"@example.com")]
    [InlineData("Name <a@b", "Name|a@b")]
    [InlineData("Name <a@b, c@d", "Name|a@b", "|c@d")]
    [InlineData("<<a@b>>", "|a@b")]
    [InlineData("a@b <a@b>", "a@b|a@b")]
    [InlineData("John Doe jd@x", "John Doe|jd@x")]
    [InlineData("<mailto:a@b>", "|a@b")]
    [InlineData("mailto:a@b", "|a@b")]
    [InlineData("a@b@c", "|\"a@b\"@c")]
    [InlineData("\"never closed <a@b>, c@d", "never closed|a@b", "|c@d")]
    [InlineData("Name (never closed <a@b>, c@d", "Name (never closed|a@b", "|c@d")]
    [InlineData("X <a@b> Y <c@d>", "X|a@b", "Y|c@d")]
    [InlineData("<a@b> (Ann)", "Ann|a@b")]
    [InlineData("<a@b> (Ann), Bob <b@c> (work), <c@d> (=?utf-8?q?C=C3=A4?=)", "Ann|a@b", "Bob|b@c", "Cä|c@d")]
    [InlineData("Us: <a@b> (Ann), <c@d>(Cy); <e@f>\r\n (Eve)", "Ann|a@b", "Cy|c@d", "Eve|e@f")]
    [InlineData("\"x, <a@b> (c)\" <z@y>, <@r:u@d> (Una)", "x, <a@b> (c)|z@y", "|u@d")]
    [InlineData("Friends: Inner: a@b;, c@d;", "|a@b", "|c@d")]
    [InlineData("<>")]
    [InlineData("Name <>")]
    [InlineData("")]
    [InlineData("John\r\n  Doe <j@x>", "John Doe|j@x")]
    [InlineData("O'Brien.Pat@x", "|O'Brien.Pat@x")]
    [InlineData("a..b@x", "|\"a..b\"@x")]
    public void Addresses_of_received_mail(string value, params string[] expected)
    {
        var octets = Encoding.Latin1.GetBytes(value);

        var addresses = Read(octets);

        Assert.Equal(expected, addresses.Select(address => address.DisplayName + "|" + address.Address));
    }

    [Theory]
    [InlineData("J\u00C3\u00BCrgen <j@m\u00C3\u00BCller.example>", "Jürgen", "j@müller.example")]
    [InlineData("J\u00FCrgen <j@x>", "Jürgen", "j@x")]
    [InlineData("\"J\u00FCrgen\" <\u00C3\u00BC@x>", "Jürgen", "ü@x")]
    public void Octets_beyond_ascii_are_utf8_or_windows_1252(string value, string name, string address)
    {
        var octets = Encoding.Latin1.GetBytes(value);

        var read = Assert.Single(Read(octets));

        Assert.Equal((name, address), (read.DisplayName, read.Address));
    }

    [Theory]
    [InlineData("\"a\r\nRCPT TO:<x@y>\"@b", "|\"aRCPT TO:<x@y>\"@b")]
    [InlineData("\"a\r\n b\"@c, d@e", "|\"a b\"@c", "|d@e")]
    [InlineData("N <\"a\r\n\tb\"@c>, d@e", "N|\"a b\"@c", "|d@e")]
    [InlineData("<\"a\\\r\n b\"@c>", "|\"a b\"@c")]
    [InlineData("=?utf-8?q?a=0D=0Ab?=@c", "|=?utf-8?q?a=0D=0Ab?=@c")]
    [InlineData("a@=?utf-8?q?c=0D=0Ad?=", "|a@=?utf-8?q?c=0D=0Ad?=")]
    [InlineData("=?utf-8?q?N=0D=0ABcc:_x?= <a@b>", "N Bcc: x|a@b")]
    [InlineData("\"a\u001Bb\"@c")]
    [InlineData("a@b\u0007.c")]
    [InlineData("a\u001Bb")]
    [InlineData("\"a\0b\"@c, d@e", "|\"a b\"@c", "|d@e")]
    public void No_address_carries_a_line_end_or_another_control(string value, params string[] expected)
    {
        var octets = Encoding.Latin1.GetBytes(value);

        var addresses = Read(octets);

        Assert.Equal(expected, addresses.Select(address => address.DisplayName + "|" + address.Address));
    }

    [Fact]
    public void A_charset_that_the_message_declares_is_the_one_its_header_is_read_in()
    {
        var message =
            MessageText.Read(
                "From: \u00CF\u00F0\u00E8\u00E2\u00E5\u00F2 <a@b>\nSubject: \u00CF\u00F0\u00E8\u00E2\u00E5\u00F2\nContent-Type: " +
                "text/plain; charset=windows-1251\n\n\u00CF");

        Assert.Equal("Привет", message.From[0].DisplayName);
        Assert.Equal("Привет", message.Subject);
        Assert.Equal("П", message.TextBody);
    }

    [Fact]
    public void Repeated_fields_are_read_on()
    {
        var message = MessageText.Read("To: a@b\nTo: c@d\nFrom: x@y\n\n");

        Assert.Equal(["a@b", "c@d"], message.To.Select(address => address.Address));
        Assert.Contains(message.Defects, defect => defect is { Name: MimeDefect.DuplicateHeader, Offset: 9 });
    }

    // Each row costs its length times a constant; the hostile field of adjacent encoded-words is the one that costs others 144 MB.
    [Theory]
    [InlineData("=?utf-8?q?a?=")]
    [InlineData("=?utf-8?q?a?= ")]
    [InlineData("=?utf-8?b?YQ==?=\r\n ")]
    [InlineData("=?utf-8?q?a")]
    [InlineData("=?utf-8?q?a, ")]
    [InlineData("\"")]
    [InlineData("(")]
    [InlineData("\\\"")]
    [InlineData("<")]
    [InlineData("<@,")]
    [InlineData("a@b,")]
    [InlineData("a@")]
    [InlineData("a:")]
    [InlineData("a ")]
    [InlineData("[")]
    [InlineData("a@[,")]
    [InlineData(",")]
    [InlineData("\" \"@x <")]
    [InlineData("x(y)\"z\" =?")]
    public void Hostile_address_fields_cost_no_more_than_their_length(string piece)
    {
        var small = Allocated(piece, 135_000 / 4);
        var large = Allocated(piece, 135_000);

        Assert.InRange(large, 0, (small * 5) + 100_000);
        Assert.InRange(large, 0, 135_000 * 250);
    }

    private static long Allocated(string piece, int length)
    {
        var octets = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, length / piece.Length)));
        _ = Read(octets[..Math.Min(200, octets.Length)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Read(octets);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static List<MailboxAddress> Read(byte[] value)
    {
        var mailboxes = new List<MailboxAddress>();
        AddressFields.Read(value, Charsets.Windows1252, mailboxes);
        return mailboxes;
    }
}
