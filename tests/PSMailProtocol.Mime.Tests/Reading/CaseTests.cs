using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using PSMailProtocol.Mime;
using Xunit;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>The messages in Cases, each with the values that are right for it in expected.json, and why it is there.</summary>
public class CaseTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(Resource("expected.json")).RootElement;

    public static TheoryData<string> Names { get; } = [.. Expected.EnumerateObject().Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_has_its_right_values(string name)
    {
        var message = MessageText.Read(Resource(name + ".eml"));

        foreach (var right in Expected.GetProperty(name).GetProperty("right").EnumerateObject())
            Assert.Equal((right.Name, Text(right.Value)), (right.Name, Value(message, right.Name)));
    }

    [Fact]
    public void Every_case_has_right_values()
    {
        var files = typeof(CaseTests).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".eml", StringComparison.Ordinal));

        Assert.Equal(files.Select(Path.GetFileNameWithoutExtension).Order(), Expected.EnumerateObject().Select(item => item.Name).Order());
    }

    internal static IEnumerable<byte[]> Messages() => Expected.EnumerateObject().Select(item => Resource(item.Name + ".eml"));

    private static string Value(MailMessage message, string what) => what switch
    {
        "subject" => message.Subject,
        "subjectnolf" => message.Subject.Contains('\n') ? "false" : "true",
        "from" => Addresses(message.From),
        "to" => Addresses(message.To),
        "date" => message.Date?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        "text" => Trim(message.TextBody),
        "html" => Trim(message.HtmlBody),
        "att" => string.Join("|", message.Attachments.Select(attachment => attachment.FileName)),
        "attnolf" => message.Attachments.Any(attachment => attachment.FileName.Contains('\n')) ? "false" : "true",
        "attsize" => string.Join("|", message.Attachments.Select(attachment => attachment.Size)),
        "attcount" => message.Attachments.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "dsn" => string.Join("|", message.DeliveryStatus.Select(status => status.ToString())),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such value."),
    };

    private static string Text(JsonElement right) => right.ValueKind switch
    {
        JsonValueKind.Array => string.Join("|", right.EnumerateArray().Select(item => item.ToString())),
        JsonValueKind.True => "true",
        _ => Trim(right.ToString()),
    };

    private static string Addresses(IEnumerable<MailboxAddress> mailboxes) =>
        string.Join(", ", mailboxes.Select(mailbox => mailbox.DisplayName + "<" + mailbox.Address + ">"));

    private static string Trim(string? text) => (text ?? "").ReplaceLineEndings("\n").TrimEnd();

    private static byte[] Resource(string name)
    {
        using var resource = typeof(CaseTests).Assembly.GetManifestResourceStream("Cases/" + name)!;
        using var octets = new MemoryStream();
        resource.CopyTo(octets);
        return octets.ToArray();
    }
}
