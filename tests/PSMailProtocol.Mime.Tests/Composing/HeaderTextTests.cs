using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Subjects, names and addresses as they stand in the header block, folds included.</summary>
public class HeaderTextTests
{
    [Theory]
    [InlineData("Hello world", "Hello world")]
    [InlineData("a  b", "a  b")]
    [InlineData("\u00c4", "=?utf-8?B?w4Q=?=")]
    [InlineData("a \u00c4 b", "=?utf-8?B?YSDDhCBi?=")]
    [InlineData("Gr\u00fc\u00dfe, \u00c4nn! What_now?", "=?utf-8?B?R3LDvMOfZSwgw4RubiEgV2hhdF9ub3c/?=")]
    [InlineData("Bericht f\u00fcr Mai", "=?utf-8?Q?Bericht_f=C3=BCr_Mai?=")]
    [InlineData("\u65e5\u672c\u8a9e", "=?utf-8?B?5pel5pys6Kqe?=")]
    [InlineData("=?utf-8?Q?x?=", "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?=")]
    [InlineData("1 =? 2", "=?utf-8?B?MSA9PyAy?=")]
    [InlineData("tab\tin it", "=?utf-8?Q?tab=09in_it?=")]
    [InlineData(" lead", "=?utf-8?Q?_lead?=")]
    [InlineData("trail ", "=?utf-8?Q?trail_?=")]
    [InlineData("   ", "=?utf-8?Q?___?=")]
    [InlineData("bell\a", "=?utf-8?Q?bell=07?=")]
    [InlineData("\U0001F600", "=?utf-8?B?8J+YgA==?=")]
    public void SubjectIsWritten(string subject, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Subject = subject;
        Assert.Equal(expected, Drafts.Header(draft, "Subject"));
        Assert.Equal(subject, ReferenceDecoder.EncodedWords(expected));
    }

    [Theory]
    [InlineData(
        "A subject that goes on and on in plain words until a line of 78 is too short",
        "Subject: A subject that goes on and on in plain words until a line of 78 is\r\n too short")]
    [InlineData(
        "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4",
        "Subject: =?utf-8?B?w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOk?=\r\n =?utf-8?B?w6TDpMOkw6TDpMOk?=")]
    public void SubjectIsFolded(string subject, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Subject = subject;
        Assert.Contains("\r\n" + expected + "\r\nDate:", Drafts.Text(draft), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann", "Ann <a@example.com>")]
    [InlineData("Ann Lee", "Ann Lee <a@example.com>")]
    [InlineData("Lee, Ann", "\"Lee, Ann\" <a@example.com>")]
    [InlineData("Ann  Lee", "Ann  Lee <a@example.com>")]
    [InlineData(" Ann", "=?utf-8?Q?_Ann?= <a@example.com>")]
    [InlineData("A \"B\" \\C", "\"A \\\"B\\\" \\\\C\" <a@example.com>")]
    [InlineData("J\u00f6rg M\u00fcller, Dr.", "=?utf-8?B?SsO2cmcgTcO8bGxlciwgRHIu?= <a@example.com>")]
    [InlineData("=?us-ascii?Q?x?=", "=?utf-8?B?PT91cy1hc2NpaT9RP3g/PQ==?= <a@example.com>")]
    [InlineData("x@y", "\"x@y\" <a@example.com>")]
    public void DisplayNameIsWritten(string name, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.From = new MailboxAddress(name, "a", "example.com");
        Assert.Equal(expected, Drafts.Header(draft, "From"));
    }

    [Theory]
    [InlineData("a", "example.com", "a@example.com", false)]
    [InlineData("john doe", "example.com", "\"john doe\"@example.com", false)]
    [InlineData("a..b", "example.com", "\"a..b\"@example.com", false)]
    [InlineData("", "example.com", "\"\"@example.com", false)]
    [InlineData("a\"\\", "example.com", "\"a\\\"\\\\\"@example.com", false)]
    [InlineData("a", "b\u00fccher.example", "a@xn--bcher-kva.example", false)]
    [InlineData("a", "\u4f8b\u3048.\u30c6\u30b9\u30c8", "a@xn--r8jz45g.xn--zckzah", false)]
    [InlineData("a", "[192.0.2.1]", "a@[192.0.2.1]", false)]
    [InlineData("a", "[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]", false)]
    [InlineData("j\u00f6rg", "b\u00fccher.example", "j\u00f6rg@xn--bcher-kva.example", true)]
    public void AddressIsWritten(string local, string domain, string expected, bool smtputf8)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Subject = "\u00df";
        draft.To.Clear();
        draft.To.Add(new MailboxAddress("\u00df", local, domain));
        ComposedMessage message = draft.Compose();
        Assert.Equal(smtputf8, message.NeedsSmtputf8);
        Assert.Contains("\r\nTo: =?utf-8?B?w58=?= <" + expected + ">\r\n", Encoding.UTF8.GetString(Drafts.Bytes(message)),
            System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "")]
    [InlineData("a", "b c")]
    [InlineData("a", "b..c")]
    [InlineData("a", "b@c")]
    [InlineData("a", "[1.2.3.4")]
    [InlineData("a", "[a[b]")]
    [InlineData("a", "\u00e4 b")]
    [InlineData("a\u0001", "b")]
    [InlineData("a\u0085", "b")]
    [InlineData("a\u2028", "b")]
    public void ImpossibleAddressIsRefused(string local, string domain)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Cc.Add(new MailboxAddress("", local, domain));
        MailException failure = Assert.Throws<MailException>(draft.Compose);
        Assert.Same(MailErrors.InvalidAddress, failure.Error);
        Assert.Contains("Cc", failure.Message);
    }

    [Fact]
    public void HalfASurrogatePairIsReplacedInTextAndRefusedInAnAddress()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Subject = "a\ud83d!";
        Assert.Equal("=?utf-8?B?Ye+/vSE=?=", Drafts.Header(draft, "Subject"));
        draft.Cc.Add(new MailboxAddress("", "\ud83d", "example.com"));
        Assert.Same(MailErrors.InvalidAddress, Assert.Throws<MailException>(draft.Compose).Error);
    }

    [Theory]
    [InlineData('a', 1000)]
    [InlineData('\u65e5', 300)]
    public void AnOverlongAddressIsRefused(char character, int count)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Cc.Add(new MailboxAddress("", new string(character, count), "example.com"));
        Assert.Same(MailErrors.InvalidAddress, Assert.Throws<MailException>(draft.Compose).Error);
    }

    [Fact]
    public void AHiddenLocalPartNeedsSmtputf8AsWell()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Bcc.Add(new MailboxAddress("", "\u00e4", "example.com"));
        Assert.True(draft.Compose().NeedsSmtputf8);
    }

    [Fact]
    public void ListsFoldBetweenMailboxes()
    {
        MailDraft draft = Drafts.Fixed();
        draft.To.Clear();
        for (int i = 0; i < 4; i++)
            draft.To.Add(AddressText.Parse("Somebody Else <somebody.else@example.com>"));
        string to = Drafts.Text(draft).Split("\r\nTo: ")[1].Split("\r\nSubject")[0];
        Assert.True(to.IndexOf('\r') <= 74);
        Assert.All(to.Split("\r\n"), line => Assert.True(line.Length <= 78));
        Assert.Equal(string.Join(", ", Enumerable.Repeat("Somebody Else <somebody.else@example.com>", 4)),
            to.Replace("\r\n", "").Replace("\t", " "));
    }

    [Theory]
    [InlineData("iso-8859-1", "Gr\u00fc\u00dfe", "=?iso-8859-1?B?R3L832U=?=")]
    [InlineData("iso-8859-1", "\u65e5", "=?utf-8?B?5pel?=")]
    [InlineData("iso-8859-1", "abc\u0085", "=?utf-8?B?YWJjwoU=?=")]
    [InlineData("windows-1251", "\u041f\u0440\u0438\u0432\u0435\u0442", "=?windows-1251?B?z/Do4uXy?=")]
    [InlineData("iso-2022-jp", "\u65e5\u672c", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=")]
    [InlineData("us-ascii", "\u00e4", "=?utf-8?B?w6Q=?=")]
    [InlineData("utf-16", "\u00e4", "=?utf-8?B?w6Q=?=")]
    public void TheDraftsCharsetIsUsedWhereItFits(string charset, string subject, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Encoding = Encoding.GetEncoding(charset);
        draft.Subject = subject;
        Assert.Equal(expected, Drafts.Header(draft, "Subject"));
    }

    [Fact]
    public void LongWordsStayWholeUntilTheyCannot()
    {
        MailDraft draft = Drafts.Fixed();
        string url = "<https://example.com/" + new string('x', 200) + ">";
        draft.Headers.Add(new("List-Unsubscribe", url));
        draft.Headers.Add(new("X-Long", new string('y', 2000)));
        string text = Drafts.Text(draft);
        Assert.Contains("\r\nList-Unsubscribe: " + url + "\r\n", text, System.StringComparison.Ordinal);
        Assert.True(text.Split("\r\n").Max(line => line.Length) < 300);
    }
}
