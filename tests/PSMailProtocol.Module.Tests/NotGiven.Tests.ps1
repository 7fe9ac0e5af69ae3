# Null and what is empty count as not given: alone, in arrays, typed, splatted and in a row, for every parameter of every cmdlet.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $credential = New-Credential
    $null = Add-Message $sandbox alice 'From: a@x.test', 'Subject: kept', '', 'body', '' u1
    $sandbox.Zone.AddMx('x.test', 10, 'localhost')

    # What has to be given, and what is refused without a value: to pass over it would send or remove what was to be kept.
    $required = @(
        'Add-ImapMessage InputObject', 'Add-ImapMessage Mailbox', 'Add-ImapMessage Path'
        'Add-MailSandboxMessage Content', 'Add-MailSandboxMessage InputObject', 'Add-MailSandboxMessage Path', 'Add-MailSandboxMessage Subject'
        'Connect-MailServer Protocol', 'Copy-ImapMessage Destination', 'Disconnect-MailServer Session'
        'Export-MailMessage Destination', 'Export-MailMessage InputObject', 'Export-MailMessage Path'
        'Get-ImapMessage Before', 'Get-ImapMessage Destination', 'Get-ImapMessage OlderThan', 'Get-ImapMessage SentBefore'
        'Get-ImapMessage SentSince', 'Get-ImapMessage Since'
        'Get-Pop3Message Before', 'Get-Pop3Message Destination', 'Get-Pop3Message OlderThan', 'Get-Pop3Message SentBefore'
        'Get-Pop3Message SentSince', 'Get-Pop3Message Since', 'Get-Pop3Message Summary'
        'Import-MailMessage LiteralPath', 'Import-MailMessage Path'
        'Move-ImapMessage Destination', 'New-ImapFolder Name', 'Remove-ImapFolder InputObject', 'Remove-ImapFolder Name'
        'Rename-ImapFolder InputObject', 'Rename-ImapFolder Name', 'Rename-ImapFolder NewName'
        'Remove-Pop3Message All', 'Remove-Pop3Message InputObject', 'Remove-Pop3Message Number', 'Remove-Pop3Message OlderThan'
        'Remove-Pop3Message Uid', 'Resolve-MailExchanger Name'
        'Save-MailAttachment Attachment', 'Save-MailAttachment Destination', 'Save-MailAttachment InputObject'
        'Send-SmtpMessage AttachmentFile', 'Send-SmtpMessage InputObject', 'Send-SmtpMessage OutFile', 'Send-SmtpMessage Path'
        'Send-SmtpMessage Record', 'Test-MailDomain Name'
        'Wait-ImapMessage Before', 'Wait-ImapMessage Destination', 'Wait-ImapMessage OlderThan', 'Wait-ImapMessage SentBefore', 'Wait-ImapMessage SentSince', 'Wait-ImapMessage Since'
        'Wait-Pop3Message Before', 'Wait-Pop3Message Destination', 'Wait-Pop3Message OlderThan', 'Wait-Pop3Message SentBefore', 'Wait-Pop3Message SentSince', 'Wait-Pop3Message Since')

    # A variable that holds no session and no sandbox must not lead to another server that a default names.
    $required += Get-Command -Module PSMailProtocol | Where-Object { $_.Parameters.Session } | ForEach-Object { "$_ Session" }
    $required += Get-Command -Module PSMailProtocol | Where-Object { $_.Parameters.Sandbox } | ForEach-Object { "$_ Sandbox" }

    function Get-Own($Cmdlet) {
        $common = [Management.Automation.Cmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        $Cmdlet.Parameters.Keys.Where({ $_ -notin $common }) | Sort-Object
    }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'A parameter' {
    BeforeAll {
        $nothing = @($null), @(''), @('  '), @([DBNull]::Value), @([Management.Automation.Language.NullString]::Value), @(, @($null, ''))

        # The type that the attribute of a parameter is told, if it is told one.
        function Get-CellType($Property) {
            [Reflection.CustomAttributeData]::GetCustomAttributes($Property).Where({ $_.AttributeType.Name -eq 'CellAttribute' }).
                ForEach({ $_.ConstructorArguments[0].Value })
        }

        # What is wrong with what a parameter makes of nothing.
        function Get-Mistake($Cmdlet, [string] $Name, $Unset) {
            $property = $Cmdlet.ImplementingType.GetProperty($Name)
            $attributes = $property.GetCustomAttributes($true).Where({ $_ -is [Management.Automation.ArgumentTransformationAttribute] })
            if (-not $attributes) { return "$Cmdlet -$Name does not know nothing" }
            foreach ($value in $nothing) {
                $made = $value[0]
                foreach ($attribute in $attributes) { $made = $attribute.Transform($ExecutionContext, $made) }
                if ("$made" -ne "$Unset" -or ($null -ne $made -and $made -isnot $property.PropertyType)) {
                    "$Cmdlet -$Name makes '$made' of '$($value[0])' and has '$Unset'"
                }
            }
        }
    }

    It 'has an attribute that is told its type' {
        $told = foreach ($cmdlet in Get-Command -Module PSMailProtocol) {
            foreach ($name in Get-Own $cmdlet) {
                $property = $cmdlet.ImplementingType.GetProperty($name)
                Get-CellType $property | ForEach-Object {
                    [pscustomobject]@{ Name = "$cmdlet -$name"; Told = $_; Type = $property.PropertyType }
                }
            }
        }

        $told.Where({ $_.Told -ne $_.Type }).Name | Should -BeNullOrEmpty
        $told.Count | Should -BeGreaterThan 60
    }

    It 'makes of nothing what it has if it is not given' {
        $mistakes = foreach ($cmdlet in Get-Command -Module PSMailProtocol) {
            $instance = [Activator]::CreateInstance($cmdlet.ImplementingType)
            foreach ($name in Get-Own $cmdlet) {
                if ("$cmdlet $name" -in $required -or $name -in 'Body', 'Subject', 'EnvelopeFrom', 'InputObject') { continue }
                Get-Mistake $cmdlet $name $instance.$name
            }
        }

        $mistakes | Should -BeNullOrEmpty
    }
}

# Each call is made as without the parameter, or ends in an error that names it.
Describe 'A call with null for a parameter' {
    BeforeAll {
        Set-Content m.eml 'From: a@x.test', 'To: b@x.test', 'Subject: s', '', 'b'
        $message = Import-MailMessage m.eml
        $started = Start-MailSandbox -User @{ bob = $Password }
        $filled = Start-MailSandbox
        $null = Send-SmtpMessage -From a@x.test -To b@x.test -Body b -Server $filled.Server -Port $filled.SmtpPort
        $way = @{ Server = $sandbox.Host; SkipCertificateCheck = $true; Credential = $credential }
        $pop3 = $way + @{ Port = $sandbox.Pop3Port }
        $calls = @{
            'Add-ImapMessage' = @(
                $way + @{ Port = $sandbox.ImapPort; Mailbox = 'Sent'; InputObject = $message; WhatIf = $true }
                $way + @{ Port = $sandbox.ImapPort; Mailbox = 'Sent'; Path = 'm.eml'; WhatIf = $true })
            'Add-MailSandboxMessage' = @(
                @{ Sandbox = $started; User = 'bob'; Subject = 's' }
                @{ Sandbox = $started; User = 'bob'; Content = 'Subject: s' }
                @{ Sandbox = $started; User = 'bob'; Path = 'm.eml' }
                @{ Sandbox = $started; User = 'bob'; InputObject = $message })
            'Clear-MailSandbox' = @{ Sandbox = $started }
            'Get-MailSandboxMessage' = @{ Sandbox = $filled }, @{ Sandbox = $filled; Wait = $true; TimeoutSeconds = 0 }
            'Stop-MailSandbox' = @{ Sandbox = $started; WhatIf = $true }
            'Export-MailMessage' = @(
                @{ InputObject = $message; Destination = 'out'; WhatIf = $true }
                @{ InputObject = $message; Path = 'out.mbox'; WhatIf = $true })
            'Get-ImapFolder' = @($way + @{ Port = $sandbox.ImapPort })
            'Get-ImapMessage' = @($way + @{ Port = $sandbox.ImapPort })
            'Get-Pop3Message' = $pop3, ($pop3 + @{ Summary = $true })
            'Import-MailMessage' = @{ Path = 'm.eml' }, @{ LiteralPath = 'm.eml' }
            'New-ImapFolder' = @($way + @{ Port = $sandbox.ImapPort; Name = 'x'; WhatIf = $true })
            'Remove-ImapFolder' = @($way + @{ Port = $sandbox.ImapPort; Name = 'Sent'; WhatIf = $true })
            'Rename-ImapFolder' = @($way + @{ Port = $sandbox.ImapPort; Name = 'Sent'; NewName = 'x'; WhatIf = $true })
            'Remove-Pop3Message' = @(
                $pop3 + @{ Uid = 'u1'; WhatIf = $true }
                $pop3 + @{ Number = 1; Force = $true; WhatIf = $true }
                $pop3 + @{ OlderThan = 1; WhatIf = $true }
                $pop3 + @{ All = $true; WhatIf = $true }
                $pop3 + @{ InputObject = [pscustomobject]@{ Uid = 'u1' }; WhatIf = $true })
            'Resolve-MailExchanger' = @(@{ Name = 'x.test'; DnsServer = "$($sandbox.DnsEndPoint)"; WarningAction = 'Ignore' })
            'Save-MailAttachment' = @(@{ InputObject = $message; Destination = 'out' })
            'Send-SmtpMessage' = @(
                @{ From = 'a@x.test'; To = 'b@x.test'; Server = $sandbox.Host; Port = $sandbox.SmtpPort; WhatIf = $true }
                @{ Path = 'm.eml'; Server = $sandbox.Host; WhatIf = $true })
            'Test-MailDomain' = @(@{ Name = 'x.test'; DnsServer = "$($sandbox.DnsEndPoint)"; Selector = 's1'; Sender = '192.0.2.1'; From = 'a@x.test'; Quiet = $true })
            'Test-MailServer' = @(
                @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort; SkipCertificateCheck = $true; Credential = $credential; From = 'a@x.test'; To = 'b@x.test'; Command = 'NOOP'; Quiet = $true }
                @{ Domain = 'sandbox.test'; Protocol = 'Smtp'; Port = $sandbox.SmtpPort; SkipCertificateCheck = $true; DnsServer = "$($sandbox.DnsEndPoint)" })
            'Wait-ImapMessage' = @($way + @{ Port = $sandbox.ImapPort; IncludeExisting = $true; TimeoutSeconds = 0 })
            'Wait-Pop3Message' = @($pop3 + @{ IncludeExisting = $true; TimeoutSeconds = 0 })
        }
        # What the call then lacks, and what nothing may stand for.
        $lacking = @{
            Server = 'ServerNotSpecified'; Domain = 'ServerNotSpecified'; Credential = 'InvalidParameter'; SkipCertificateCheck = 'CertificateRejected'
            Port = 'ConnectFailed|ConnectTimedOut|CertificateRejected|ProtocolViolation|AuthenticationFailed'
            IncludeExisting = 'WaitTimedOut'
            From = 'InvalidAddress'; To = 'InvalidParameter'; Cc = 'InvalidParameter'; Bcc = 'InvalidParameter'; Force = 'InvalidParameter'
            DnsServer = 'DnsServerNotConfigured|DnsTimedOut|DnsServerFailure|DomainNotFound|NoMailExchanger'
        }

        # What is wrong with how a call ends.
        function Get-Mistake($Cmdlet, [hashtable] $Call, [string] $Name, [string] $Shown) {
            try { & $Cmdlet @Call -ErrorVariable problems -ErrorAction SilentlyContinue 6>$null | Out-Null } catch { $problems = @($_) }
            if (-not $problems) {
                if ("$Cmdlet $Name" -in $required -and $Name -ne 'Summary') { "$Cmdlet -$Name is needed and may be $Shown" }
                return
            }
            $id = $problems[0].FullyQualifiedErrorId -replace ',.*'
            if ("$Cmdlet $Name" -in $required) {
                $isNamed = "$($problems[0])" -match "$Name|wanted here|neither a moment|parameter set"
                if (-not $isNamed) { "$Cmdlet -$Name $Shown says $($problems[0])" }
            }
            elseif ($id -notmatch "^($($lacking[$Name]))$" -or -not $lacking[$Name]) {
                "$Cmdlet -$Name $Shown is $id $($problems[0])"
            }
        }

        # Whether a parameter goes with those of a call.
        function Test-Set($Cmdlet, [hashtable] $Call, [string] $Name) {
            $sets = $Cmdlet.ParameterSets.Where({
                $set = $_.Parameters.Name
                $Name -in $set -and -not $Call.Keys.Where({ $_ -notin $set })
            })
            # Without a port a call goes to the usual one, which is not the sandbox's; two cmdlets are enough for that.
            $sets.Count -gt 0 -and ($Name -ne 'Port' -or $Cmdlet.Name -in 'Send-SmtpMessage', 'Remove-Pop3Message')
        }
    }
    BeforeEach { $PSDefaultParameterValues.Clear() }
    AfterEach { Use-Sandbox $sandbox }
    AfterAll { $started, $filled | Stop-MailSandbox }

    It 'is made as without it, or names it' {
        $count = 0

        $mistakes = foreach ($cmdlet in Get-Command -Module PSMailProtocol) {
            foreach ($name in Get-Own $cmdlet) {
                foreach ($base in $calls[$cmdlet.Name].Where({ Test-Set $cmdlet $_ $name })) {
                    $count++
                    $call = $base.Clone()
                    $call[$name] = $null
                    Get-Mistake $cmdlet $call $name null
                    if ($cmdlet.Parameters[$name].ParameterType.IsArray) {
                        $call[$name] = @($null)
                        Get-Mistake $cmdlet $call $name 'an array of null'
                    }
                }
            }
        }

        $mistakes | Should -BeNullOrEmpty
        $count | Should -BeGreaterThan 150
        $sandbox.Accepted | Should -BeNullOrEmpty
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 1
    }
}

Describe 'An empty element' {
    BeforeAll {
        Set-Content one.log z
        Set-Content a.png p
        Set-Content m.eml 'From: a@x.test', 'To: h@x.test', 'Subject: file', '', 'b'
        $mail = @{ From = 'a@x.test'; Body = 'b' }
    }
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'is no attachment, no recipient and no message: <Kind>' -ForEach @(
        @{
            Kind = 'an attachment in a row'; To = 'b@x.test'; Files = 'one.log'
            Call = { [pscustomobject]@{ To = 'b@x.test'; Subject = 's'; Attachment = @('./one.log', $null) } | Send-SmtpMessage @mail }
        }
        @{
            Kind = 'cells of a row'; To = 'c@x.test'; Files = ''
            Call = {
                $row = @{ To = 'c@x.test', $null; Subject = 's'; Attachment = $null; Cc = [DBNull]::Value; Port = $null; Tls = '' }
                [pscustomobject] $row | Send-SmtpMessage @mail
            }
        }
        @{
            Kind = 'attachments and recipients that are typed'; To = 'b@x.test'; Files = 'one.log'
            Call = {
                $nothing = @{ Priority = $null; Encoding = $null; Header = $null; Tls = ''; EnvelopeFrom = $null }
                $some = @{ Subject = 's'; To = 'b@x.test', '', $null; Attachments = 'one.log', $null, '' }
                Send-SmtpMessage @mail @some -BodyAsHtml:$null -UseSsl:$null @nothing
            }
        }
        @{ Kind = 'paths of messages'; To = 'h@x.test'; Files = ''; Call = { Send-SmtpMessage -Path m.eml, $null, '' -EnvelopeFrom $null } }
        @{
            Kind = 'messages'; To = 'h@x.test'; Files = ''
            Call = { Send-SmtpMessage -InputObject ([IO.File]::ReadAllBytes("$PWD/m.eml")), $null }
        }
        @{
            Kind = 'paths of attachments'; To = 'b@x.test'; Files = 'one.log'
            Call = { Send-SmtpMessage @mail -To b@x.test -Subject files -PSPath 'one.log', $null, '' }
        }
        @{
            Kind = 'images'; To = 'b@x.test'; Files = 'a.png'
            Call = {
                $images = @{ a = 'a.png', $null; b = $null; c = '' }
                Send-SmtpMessage @mail -To b@x.test -HtmlBody '<img src="cid:a">' -InlineAttachment $images
            }
        }
    ) {
        $result = & $Call

        $result.Status | Should -BeExactly Accepted
        "$($result.To)" | Should -BeExactly $To
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        $sandbox.Accepted[-1].Recipients | Should -BeExactly $To
        $sandbox.Accepted[-1].Sender | Should -BeExactly a@x.test
        "$(Get-FileName $sandbox.Accepted[-1])" | Should -BeExactly $Files
    }

    It 'asks for no message of a mailbox: <Kind>' -ForEach @(
        @{
            Kind = 'POP3'
            Call = {
                $nothing = @{ Number = $null; Last = $null; TopLine = $null; MaximumSize = $null; LargerThan = ''; SmallerThan = $null }
                $nothing += @{ From = ''; To = $null; Cc = @($null); Body = ''; Text = @('', $null); Header = $null }
                Get-Pop3Message -Credential $credential -Uid 'u1', $null -Subject $null, 'k*' -Raw:$null @nothing
            }
        }
        @{
            Kind = 'IMAP'
            Call = {
                $nothing = @{ Subject = ''; SmallerThan = $null; LargerThan = ''; Mailbox = $null; Uid = $null; UidValidity = '' }
                $nothing += @{ From = ''; To = $null; Cc = @($null); Body = ''; Text = @('', $null); Header = $null; Keyword = '' }
                $nothing += @{ ChangedSince = $null; GmailQuery = ''; Search = $null; MarkSeen = $null; EnvelopeOnly = $null; Skip = '' }
                Get-ImapMessage -Credential $credential -Seen:$null @nothing
            }
        }
    ) {
        (& $Call).Subject | Should -BeExactly kept
    }
}

# What stands alone would be true by PowerShell itself.
Describe 'A choice without a value' {
    It 'is none: <Id> of <Call>' -ForEach @(
        @{ Id = 'InvalidParameter'; Call = { Remove-Pop3Message -Credential $credential -Number 1 -Force:$null -Confirm:$false } }
        @{ Id = 'InvalidParameter'; Call = { Remove-Pop3Message -Credential $credential -All:$false -Confirm:$false } }
        @{
            Id = 'InvalidParameter'
            Call = { $choice = @{ All = $null }; Remove-Pop3Message -Credential $credential @choice -Confirm:$false }
        }
        @{
            Id = 'ParameterArgumentValidationError'
            Call = { Send-SmtpMessage -From a@x.test -Body b -To b@x.test -Subject never -OutFile $null }
        }
    ) {
        $before = $sandbox.Accepted.Count

        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly $Id
        if ("$Call" -match '\bAll\b') {
            $run.Errors[0].Exception.Message | Should -BeExactly '-All is given as false or without a value, so it names no message.'
        }
        $sandbox.Accepted | Should -HaveCount $before
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 1
    }
}
