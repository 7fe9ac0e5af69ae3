using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace PSMailProtocol.Module.Tests.Output;

/// <summary>The messages that the reader was once wrong about, as a script sees them: right values, and every octet back.</summary>
public class MessageCaseTests
{
    private static readonly string Folder = Path.Combine(Pwsh.Root, "tests", "PSMailProtocol.Mime.Tests", "Cases");

    private static readonly string Script = $$"""
        function Mailbox($list) { ($list | ForEach-Object { "$($_.DisplayName)<$($_.Address)>" }) -join ', ' }
        foreach ($file in Get-ChildItem {{Pwsh.Quote(Folder)}} -Filter *.eml) {
            $message = Import-MailMessage $file
            $written = [IO.MemoryStream]::new()
            $message.WriteTo($written)
            $message | Export-MailMessage exported
            $octets = [Convert]::ToHexString([IO.File]::ReadAllBytes($file))
            @{
                name = $file.BaseName
                written = [Convert]::ToHexString($written.ToArray()) -eq $octets
                exported = [Convert]::ToHexString([IO.File]::ReadAllBytes((Get-ChildItem exported -Force).FullName)) -eq $octets
                subject = $message.Subject
                subjectnolf = if ($message.Subject.Contains("`n")) { 'false' } else { 'true' }
                from = Mailbox ($message.From)
                to = Mailbox ($message.To)
                date = if ($message.Date) { $message.Date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", [cultureinfo]::InvariantCulture) } else { '' }
                text = "$($message.TextBody)"
                html = "$($message.HtmlBody)"
                att = $message.Attachment.FileName -join '|'
                attnolf = if ("$($message.Attachment.FileName)".Contains("`n")) { 'false' } else { 'true' }
                attsize = $message.Attachment.Size -join '|'
                attcount = "$($message.Attachment.Count)"
                dsn = "$($message.DeliveryStatus -join '|')"
            } | ConvertTo-Json -Compress
            Remove-Item exported -Recurse
        }
        """;

    [Fact]
    public void A_script_gets_the_right_values_and_every_octet_back()
    {
        var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;
        var read = Pwsh.Run(Script).AssertSucceeded().Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(message => message.GetProperty("name").GetString()!);

        Assert.Equal(cases.EnumerateObject().Select(item => item.Name).Order(), read.Keys.Order());
        var wrong =
            from item in cases.EnumerateObject()
            from right in item.Value.GetProperty("right").EnumerateObject().Select(value => (value.Name, Value: Text(value.Value)))
                .Append(("written", "true")).Append(("exported", "true"))
            let value = Text(read[item.Name].GetProperty(right.Item1))
            where value != right.Item2
            select $"{item.Name}: {right.Item1} is '{value}' and not '{right.Item2}'";
        Assert.Equal([], wrong);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join("|", value.EnumerateArray().Select(item => item.ToString())),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString().ReplaceLineEndings("\n").TrimEnd(),
    };
}
