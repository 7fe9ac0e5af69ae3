using System;
using System.Linq;
using System.Text;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>What Outlook packs into a winmail.dat is the message's own.</summary>
public class TnefTests
{
    [Fact]
    public void Texts_and_files_in_a_winmail_dat_are_those_of_the_message()
    {
        var message = Read("text/plain\n\n\n", Winmail.Create("The text.", "report.pdf", "%PDF"));

        Assert.Equal("The text.", message.TextBody!.Trim());
        var file = Assert.Single(message.Attachments);
        Assert.Equal(("report.pdf", "%PDF"), (file.FileName, Encoding.ASCII.GetString(file.ToArray())));
    }

    [Fact]
    public void A_text_beside_it_stays_and_that_in_it_is_attached()
    {
        var message = Read("text/plain\n\nSeen by all.\n", Winmail.Create("The text.", "report.pdf", "%PDF"));

        Assert.Equal("Seen by all.", message.TextBody!.Trim());
        Assert.Equal(["The text.", "%PDF"],
            message.Attachments.Select(attachment => Encoding.ASCII.GetString(attachment.ToArray()).Trim()));
    }

    [Fact]
    public void One_that_cannot_be_read_stays_a_file()
    {
        var message = Read("text/plain\n\nSeen by all.\n", [1, 2, 3, 4, 5]);

        var file = Assert.Single(message.Attachments);
        Assert.Equal(("winmail.dat", "application/ms-tnef"), (file.FileName, file.ContentType));
        Assert.Equal([1, 2, 3, 4, 5], file.ToArray());
    }

    // A property of many values of no length (MS-OXTNEF section 2.1.3.4), which the library goes through one by one.
    [Fact]
    public void One_that_claims_more_than_it_holds_stays_a_file()
    {
        byte[] properties = [1, 0, 0, 0, 0x01, 0x10, 0x00, 0x30, 0xFF, 0xFF, 0xFF, 0x7F];

        var message = Read("text/plain\n\nSeen by all.\n", Winmail.Create("The text.", "report.pdf", "%PDF", properties));

        Assert.Equal("winmail.dat", Assert.Single(message.Attachments).FileName);
    }

    private static PSMailProtocol.Mime.MailMessage Read(string text, byte[] winmail) => MessageText.Read(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: " + text
        + "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" +
        Convert.ToBase64String(winmail) + "\n--b--\n");
}
