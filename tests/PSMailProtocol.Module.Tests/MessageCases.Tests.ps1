# The messages that the reader was once wrong about, as a script sees them: right values, and every octet back.
BeforeDiscovery {
    $folder = Join-Path $PSScriptRoot ../PSMailProtocol.Mime.Tests/Cases
    # ConvertFrom-Json would make dates of what is text here.
    $expected = [Text.Json.Nodes.JsonNode]::Parse([IO.File]::ReadAllText((Join-Path $folder expected.json)))
    $names = @($expected.GetEnumerator().Key) + (Get-ChildItem $folder -Filter *.eml).BaseName | Sort-Object -Unique
    $cases = foreach ($name in $names) { @{ Name = $name; Why = [string] $expected[$name]['why']; Right = $expected[$name]['right'] } }
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $folder = Join-Path $PSScriptRoot ../PSMailProtocol.Mime.Tests/Cases

    function Format-Mailbox($List) { ($List | ForEach-Object { "$($_.DisplayName)<$($_.Address)>" }) -join ', ' }

    # What the file of expectations knows a message by.
    function Read-Value($Message, [string] $Name) {
        switch ($Name) {
            subject { $Message.Subject }
            subjectnolf { -not $Message.Subject.Contains("`n") }
            from { Format-Mailbox $Message.From }
            to { Format-Mailbox $Message.To }
            date { $Message.Date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", [cultureinfo]::InvariantCulture) }
            text { $Message.TextBody }
            html { $Message.HtmlBody }
            att { $Message.Attachment.FileName -join '|' }
            attnolf { -not "$($Message.Attachment.FileName)".Contains("`n") }
            attsize { $Message.Attachment.Size -join '|' }
            attcount { $Message.Attachment.Count }
            dsn { $Message.DeliveryStatus -join '|' }
            default { throw "Nothing is known as '$Name'." }
        }
    }

    # One line end, none at the end, true and false as JSON has them.
    function Format-Value($Value) {
        if ($Value -is [bool]) { return $Value.ToString().ToLowerInvariant() }
        "$Value".ReplaceLineEndings("`n").TrimEnd()
    }
}

Describe 'A script' {
    It 'gets the right values and every octet back of <Name>: <Why>' -ForEach $cases {
        $file = Get-Item (Join-Path $folder "$Name.eml")
        $octets = [Convert]::ToHexString([IO.File]::ReadAllBytes($file))
        $exported = Join-Path $TestDrive $Name

        $message = Import-MailMessage $file
        $written = [IO.MemoryStream]::new()
        $message.WriteTo($written)
        $message | Export-MailMessage $exported

        [Convert]::ToHexString($written.ToArray()) | Should -BeExactly $octets
        [Convert]::ToHexString([IO.File]::ReadAllBytes((Get-ChildItem $exported -Force).FullName)) | Should -BeExactly $octets
        $Right | Should -Not -BeNullOrEmpty
        foreach ($property in $Right.GetEnumerator()) {
            $value = $property.Value
            $text = if ($value -is [Text.Json.Nodes.JsonArray]) { $value -join '|' } else { $value.ToString() }
            Format-Value (Read-Value $message $property.Key) | Should -BeExactly (Format-Value $text) -Because "it is the $($property.Key)"
        }
    }
}
