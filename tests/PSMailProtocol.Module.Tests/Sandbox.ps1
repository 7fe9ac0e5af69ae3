# What the Pester files share: the module of this checkout, a mail server in memory, and how to look at both.
# A file dot-sources it in its first BeforeAll.

Import-Module (Join-Path $PSScriptRoot ../../PSMailProtocol.psd1) -ErrorAction Stop

# Whichever configuration was built last.
$assembly = Get-ChildItem (Join-Path $PSScriptRoot bin/*/*/PSMailProtocol.Sandbox.dll) | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $assembly) { throw 'The sandbox is not built; run `dotnet build` in the checkout first.' }
Add-Type -Path $assembly.FullName

# What can go wrong: $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', '550 5.1.1 Nobody').When('nobody')).
$SandboxFault = [PSMailProtocol.Sandbox.SandboxFault]

# Every account of the sandbox has this password unless a test says otherwise.
$Password = 'open sesame'

function New-Credential([string] $User = 'alice@sandbox.test', [string] $UserPassword = $Password) {
    [pscredential]::new($User, (ConvertTo-SecureString $UserPassword -AsPlainText -Force))
}

# Starts a sandbox and lets every cmdlet go to it: STARTTLS on its ports, no check of its certificate. Options are properties
# of MailSandboxOptions, Users and Tokens hashtables among them. It ends with Stop-Sandbox.
function Start-Sandbox([hashtable] $Options = @{}) {
    $properties = $Options.Clone()
    'Users', 'Tokens' | ForEach-Object { $properties.Remove($_) }
    $sandboxOptions = [PSMailProtocol.Sandbox.MailSandboxOptions] $properties
    foreach ($name in 'Users', 'Tokens') {
        foreach ($entry in ($Options[$name] ?? @{}).GetEnumerator()) { $sandboxOptions.$name[$entry.Key] = $entry.Value }
    }
    $sandbox = [PSMailProtocol.Sandbox.MailSandbox]::Start($sandboxOptions)
    Use-Sandbox $sandbox
    $sandbox
}

function Use-Sandbox([PSMailProtocol.Sandbox.MailSandbox] $Sandbox) {
    $ports = @{ SmtpMessage = $Sandbox.SmtpPort; Pop3Message = $Sandbox.Pop3Port; ImapMessage = $Sandbox.ImapPort; ImapFolder = $Sandbox.ImapPort }
    foreach ($noun in $ports.Keys) {
        $global:PSDefaultParameterValues["*-${noun}:Server"] = $Sandbox.Host
        $global:PSDefaultParameterValues["*-${noun}:Port"] = $ports[$noun]
        $global:PSDefaultParameterValues["*-${noun}:SkipCertificateCheck"] = $true
    }
    $global:PSDefaultParameterValues['Connect-MailServer:SkipCertificateCheck'] = $true
    $global:PSDefaultParameterValues['Test-MailServer:SkipCertificateCheck'] = $true
    foreach ($name in 'Resolve-MailExchanger', 'Test-MailDomain', 'Test-MailServer') { $global:PSDefaultParameterValues["${name}:DnsServer"] = [string] $Sandbox.DnsEndPoint }
}

# Opens a session with a sandbox. Its port goes by the protocol, which no default knows.
function Connect-Sandbox([PSMailProtocol.Sandbox.MailSandbox] $Sandbox, [string] $Protocol, [hashtable] $With = @{ Credential = New-Credential }) {
    Connect-MailServer -Protocol $Protocol -Server "$($Sandbox.Host):$($Sandbox."${Protocol}Port")" @With
}

# Ends a sandbox. No cmdlet may have left a connection open, and nothing may have gone wrong in the sandbox itself.
function Stop-Sandbox([PSMailProtocol.Sandbox.MailSandbox] $Sandbox) {
    $global:PSDefaultParameterValues.Clear()
    try {
        $Sandbox.WaitUntilIdle([timespan]::FromMinutes(10)) | Should -BeTrue -Because 'cmdlets close their connections'
        $Sandbox.InternalFailures | Should -BeNullOrEmpty
    }
    finally {
        $Sandbox.Dispose()
    }
}

# Puts a message into a mailbox: its lines, an empty one between header and body. Without a UID it gets one of its own.
function Add-Message([PSMailProtocol.Sandbox.MailSandbox] $Sandbox, [string] $Mailbox, [string[]] $Line, [string] $Uid) {
    $octets = [Text.Encoding]::UTF8.GetBytes($Line -join "`r`n")
    $Sandbox.Mailbox($Mailbox).Deliver($octets, $null, $(if ($Uid) { $Uid } else { [NullString]::Value }))
}

# Ports that are free, all at one time. They lie below those that systems give to whoever asks for any, so that no other test gets one meanwhile.
function Get-FreePort([int] $Count) {
    $listeners = [Collections.Generic.List[Net.Sockets.TcpListener]]::new()
    while ($listeners.Count -lt $Count) {
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, (Get-Random -Minimum 10000 -Maximum 32000))
        try { $listener.Start(); $listeners.Add($listener) } catch [Net.Sockets.SocketException] { Write-Verbose 'That one is taken.' }
    }
    foreach ($listener in $listeners) { $listener.LocalEndpoint.Port }
    foreach ($listener in $listeners) { $listener.Stop() }
}

# The ports of a sandbox to be started, as parameters.
function New-PortTable {
    $names = 'SmtpPort', 'SmtpsPort', 'Pop3Port', 'Pop3sPort', 'ImapPort', 'ImapsPort', 'DnsPort'
    $free = Get-FreePort $names.Count
    $table = @{}
    for ($i = 0; $i -lt $names.Count; $i++) { $table[$names[$i]] = $free[$i] }
    $table
}

# Those of the ports on this machine that somebody listens on, tried at once.
function Get-Listening([int[]] $Port) {
    $Port.Where({
            $client = [Net.Sockets.TcpClient]::new()
            try { $client.Connect('127.0.0.1', $_); $true } catch [Net.Sockets.SocketException] { $false } finally { $client.Dispose() }
        })
}

# The ports of a sandbox of Start-MailSandbox.
function Get-SandboxPort($Sandbox) {
    $Sandbox.SmtpPort, $Sandbox.SmtpsPort, $Sandbox.Pop3Port, $Sandbox.Pop3sPort, $Sandbox.ImapPort, $Sandbox.ImapsPort, [int] ($Sandbox.DnsServer -split ':')[1]
}

# A call of a method of the sandbox, which whatever thread may make. A script block would want the one that runs the cmdlet.
function New-Act($Target, [string] $Method, [object[]] $Argument = @()) {
    $expression = [Linq.Expressions.Expression]
    $called = $Target.GetType().GetMethod($Method)
    $parameters = $called.GetParameters()
    $arguments = [Linq.Expressions.Expression[]] @(for ($i = 0; $i -lt $parameters.Count; $i++) {
            $value = $parameters[$i].DefaultValue
            if ($i -lt $Argument.Count) { $value = $Argument[$i] }
            $expression::Constant($value, $parameters[$i].ParameterType)
        })
    $expression::Lambda([Action], $expression::Call($expression::Constant($Target), $called, $arguments)).Compile()
}

# The text of what the sandbox accepted, or of the octets given.
function Get-Text([byte[]] $Octets) { [Text.Encoding]::UTF8.GetString($Octets) }

# The names of the files in a message that the sandbox accepted.
function Get-FileName([PSMailProtocol.Sandbox.SandboxMail] $Mail) {
    [regex]::Matches((Get-Text $Mail.Octets), 'filename="?([^"\r]*)').ForEach({ $_.Groups[1].Value })
}

# Runs a command to its end and tells its errors, terminating ones too, apart from its output.
function Invoke-Capturing([scriptblock] $Command) {
    $ErrorActionPreference = 'Continue'
    $failures = [Collections.Generic.List[Management.Automation.ErrorRecord]]::new()
    $output = [Collections.Generic.List[object]]::new()
    try {
        & $Command 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $failures.Add($_) } else { $output.Add($_) } }
    }
    catch {
        $failures.Add($_)
    }
    [pscustomobject]@{
        Output = $output.ToArray()
        Errors = $failures.ToArray()
        Id     = @($failures | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' })
        Advice = @($failures | ForEach-Object { $_.ErrorDetails.RecommendedAction })
    }
}

# What a command says that it would do, a line each. PowerShell shows that to the host and in transcripts alone.
function Get-WhatIf([scriptblock] $Command) {
    $transcript = New-TemporaryFile
    $null = Start-Transcript $transcript -UseMinimalHeader
    try { & $Command } finally { $null = Stop-Transcript }
    @(Get-Content $transcript) -like 'What if: *'
    Remove-Item $transcript
}

# An error that a test does not look for fails it, however the file is run.
$ErrorActionPreference = 'Stop'
