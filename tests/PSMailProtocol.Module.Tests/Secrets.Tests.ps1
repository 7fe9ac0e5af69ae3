# A password is put in, and what comes out on any stream, in errors, stored objects and the dialogue is looked through for it. All
# that a process writes, its transcript among it, is looked through in Cmdlets/SecretTests.cs.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $canary = 'c4n4ry-Passw0rd'
    $secret = ConvertTo-SecureString $canary -AsPlainText -Force

    function Format-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }

    $forms = @(
        $canary, (Format-Base64 $canary), (Format-Base64 "`0alice`0$canary"), (Format-Base64 "`0bob`0$canary")
        [Convert]::ToHexString([Text.Encoding]::UTF8.GetBytes($canary))
    )

    # How XOAUTH2 and OAUTHBEARER write a token.
    function Get-TokenForm {
        foreach ($user in 'alice', 'bob') {
            Format-Base64 "user=$user`u{1}auth=Bearer $canary`u{1}`u{1}"
            foreach ($port in $sandbox.SmtpPort, $sandbox.Pop3Port, $sandbox.ImapPort) {
                Format-Base64 "n,a=$user,`u{1}host=$($sandbox.Host)`u{1}port=$port`u{1}auth=Bearer $canary`u{1}`u{1}"
            }
        }
    }

    # Runs commands, and says in one text all that they write to any stream, what they give shown and stored, and every error there is.
    function Get-Everything([scriptblock[]] $Command) {
        $VerbosePreference = $DebugPreference = $ErrorActionPreference = 'Continue'
        $file = Join-Path $TestDrive objects.xml
        $global:Error.Clear()
        & {
            $all = @($Command | ForEach-Object { try { & $_ } catch { $_ } })
            $all | Out-String -Width 4000
            $all | Format-List * -Force | Out-String -Width 4000
            $all | Export-Clixml $file -Depth 4
            Get-Content $file -Raw
            foreach ($problem in $global:Error) {
                $problem | Format-List * -Force | Out-String -Width 4000
                $problem.Exception.ToString()
                "$($problem.TargetObject)"
                $problem.Exception.Data | Out-String -Width 4000
                $problem | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
            }
            "$(@($all | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }).Count) taken"
            "$(@($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).Count) refused"
        } *>&1 | Out-String -Width 4000
    }

    function Find-Form([string] $Text, [string[]] $Form, [StringComparison] $Comparison = 'Ordinal') {
        $Form | Where-Object { $Text.Contains($_, $Comparison) }
    }
}

Describe 'A mechanism' {
    BeforeAll {
        $users = @{ alice = $canary; bob = 'another' }
        $mechanisms = [string[]] (
            'PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS', 'XOAUTH2', 'OAUTHBEARER')
        $sandbox = Start-Sandbox @{ Users = $users; Tokens = $users; Mechanisms = $mechanisms }
        Add-Message $sandbox alice 'Subject: x', '', 'body', ''
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'lets no password out, whether it is taken or refused: <Name>' -ForEach @(
        @{ Name = 'PLAIN'; Authentication = 'Plain' }
        @{ Name = 'LOGIN'; Authentication = 'Login' }
        @{ Name = 'CRAM-MD5'; Authentication = 'CramMd5' }
        @{ Name = 'SCRAM-SHA-1'; Authentication = 'ScramSha1' }
        @{ Name = 'SCRAM-SHA-256'; Authentication = 'ScramSha256' }
        @{ Name = 'SCRAM-SHA-1-PLUS'; Authentication = 'ScramSha1Plus' }
        @{ Name = 'SCRAM-SHA-256-PLUS'; Authentication = 'ScramSha256Plus' }
        @{ Name = 'XOAUTH2'; Authentication = 'XOAuth2'; Token = $true }
        @{ Name = 'OAUTHBEARER'; Authentication = 'OAuthBearer'; Token = $true }
    ) {
        $path = Join-Path $TestDrive "$Name.txt"
        $global:PSDefaultParameterValues['*:TranscriptPath'] = $path

        $everything = foreach ($user in 'alice', 'bob') {
            $login = if ($Token) { @{ Credential = [pscredential]::new($user, [securestring]::new()); Token = $secret } }
            else { @{ Credential = [pscredential]::new($user, $secret) } }
            $login.Authentication = $Authentication
            Get-Everything @(
                { Send-SmtpMessage @login -From a@x.test -To b@x.test -Subject s }
                { Get-Pop3Message @login }
                { Get-ImapMessage @login }
                { Get-ImapFolder INBOX @login }
            )
        }
        $dialogue = Get-Content $path -Raw

        $everything[0] | Should -Match '4 taken\s+0 refused\s*$'
        $everything[1] | Should -Match '0 taken\s+4 refused\s*$'
        $everything[0] | Should -MatchExactly "C: AUTH $Name\b"
        $dialogue | Should -MatchExactly "C: AUTH $Name\b"
        Find-Form "$everything$dialogue" ($forms + (Get-TokenForm)) | Should -BeNullOrEmpty
    }
}

# Some servers repeat what they read, in "unknown command" for instance.
Describe 'A server that says the password again' {
    It 'is quoted without it' {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $canary }; Mechanisms = [string[]] 'PLAIN' }
        $echo = "what is $canary, $($canary.ToUpperInvariant()) or $($forms[2])"
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'AUTH', "535 5.7.8 $echo"))
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'AUTH', "-ERR $echo"))
        $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'AUTHENTICATE', "* OK [ALERT] $echo`r`n{tag} NO [AUTHENTICATIONFAILED] $echo"))
        $path = Join-Path $TestDrive dialogue.txt
        $global:PSDefaultParameterValues['*:TranscriptPath'] = $path
        $login = @{ Credential = [pscredential]::new('alice', $secret) }

        $everything = Get-Everything @(
            { Send-SmtpMessage @login -From a@x.test -To b@x.test -Subject s *>&1 }
            { Get-Pop3Message @login *>&1 }
            { Get-ImapMessage @login *>&1 }
            { Get-ImapFolder @login *>&1 }
        )
        $dialogue = Get-Content $path -Raw

        foreach ($reply in '535 5.7.8', '-ERR', 'NO [AUTHENTICATIONFAILED]', '* OK [ALERT]') {
            $everything.Contains("$reply what is ********, ******** or ********") | Should -BeTrue -Because "$reply is shown"
        }
        foreach ($reply in '535 5.7.8', '-ERR', '* OK [ALERT]') {
            $dialogue.Contains("S: $reply what is ********, ******** or ********") | Should -BeTrue -Because "$reply is kept"
        }
        Find-Form "$everything$dialogue" $forms OrdinalIgnoreCase | Should -BeNullOrEmpty
        Stop-Sandbox $sandbox
    }
}
