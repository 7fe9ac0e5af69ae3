# A sandbox ends with whoever began it, and leaves no port open.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $manifest = (Get-Module PSMailProtocol).Path -replace 'PSMailProtocol\.psm1$', 'PSMailProtocol.psd1'
    if ($manifest -notlike '*.psd1') { $manifest = Join-Path $PSScriptRoot ../../PSMailProtocol.psd1 }

    # A shell with a runspace of its own, which has the module.
    function New-Shell {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$manifest'").Invoke()
        $shell.Commands.Clear()
        $shell
    }

    # What a shell emits; an error of it is one here.
    function Invoke-Shell($Shell, [string] $Script, [object[]] $Argument = @()) {
        $Shell.Commands.Clear()
        $null = $Shell.AddScript($Script)
        $Argument.ForEach({ $null = $Shell.AddArgument($_) })
        $Shell.Invoke()
    }
}

Describe 'A sandbox' {
    BeforeEach {
        $shell = New-Shell
        $free = New-PortTable
    }
    AfterEach { $shell.Dispose() }

    It 'listens on seven ports until Stop-MailSandbox, which ends every connection' {
        $sandbox = Start-MailSandbox @free
        $ports = Get-SandboxPort $sandbox
        $open = Get-Listening $ports
        $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $sandbox.SmtpPort)
        $stream = $client.GetStream()
        $null = $stream.ReadByte()

        $said = Get-WhatIf { Stop-MailSandbox -WhatIf }
        $running = $sandbox.IsRunning
        Stop-MailSandbox

        $ports | Should -HaveCount 7
        $open | Should -Be $ports
        $said | Should -BeLike '*End with all mail in it*'
        $running | Should -BeTrue
        $sandbox.IsRunning | Should -BeFalse
        Get-Listening $ports | Should -BeNullOrEmpty
        try { while ($stream.ReadByte() -ge 0) { } } catch [IO.IOException] { Write-Verbose 'It was reset.' }
        $client.Dispose()
        $sandbox | Stop-MailSandbox
    }

    It 'is asked about by the other commands no more' {
        $sandbox = Start-MailSandbox
        $smtp = $sandbox.Smtp
        $null = Send-SmtpMessage @smtp -From a@x.test -To b@x.test -Subject kept -Body b
        Stop-MailSandbox

        ($sandbox | Get-MailSandboxMessage).Subject | Should -BeExactly kept
        foreach ($command in { $sandbox | Clear-MailSandbox }, { $sandbox | Add-MailSandboxMessage -User a -Subject x }, { $sandbox | Get-MailSandboxMessage -Wait }) {
            $run = Invoke-Capturing $command
            $run.Id | Should -BeExactly SandboxNotRunning
            $run.Errors[0].Exception.Message | Should -BeLike '-Sandbox: the sandbox on 127.0.0.1, SMTP port * was ended.'
        }
    }

    It 'ends with its runspace' {
        $ports = Get-SandboxPort (Invoke-Shell $shell 'param($free) Start-MailSandbox @free' $free)[0]
        $open = Get-Listening $ports

        $shell.Runspace.Close()

        $open | Should -Be $ports
        Get-Listening $ports | Should -BeNullOrEmpty
    }

    It 'ends with the module in its runspace, and others do not' {
        $sandbox = Start-MailSandbox
        $ports = Get-SandboxPort (Invoke-Shell $shell 'param($free) Start-MailSandbox @free' $free)[0]
        $open = Get-Listening $ports

        $null = Invoke-Shell $shell 'Remove-Module PSMailProtocol'

        $open | Should -Be $ports
        Get-Listening $ports | Should -BeNullOrEmpty
        Get-Listening $sandbox.SmtpPort | Should -Be $sandbox.SmtpPort
        Stop-MailSandbox
    }

    It 'of another runspace is none of this one, unless it is given' {
        $sandbox = (Invoke-Shell $shell 'Start-MailSandbox')[0]

        (Invoke-Capturing { Get-MailSandboxMessage }).Id | Should -BeExactly SandboxNotRunning
        $sandbox | Add-MailSandboxMessage -User alice -Subject given
        $sandbox.GetMailSandbox().Mailbox('alice').Messages | Should -HaveCount 1
    }

    It 'is not left by a pipeline that was stopped before anybody had it' {
        $passed = [Collections.Concurrent.BlockingCollection[object]]::new()
        $null = $shell.AddScript('param($passed, $free) Start-MailSandbox @free | ForEach-Object { $passed.Add($_); Wait-Event never }').AddArgument($passed).AddArgument($free)
        $null = $shell.BeginInvoke()
        $sandbox = $null
        $passed.TryTake([ref] $sandbox, [timespan]::FromMinutes(10)) | Should -BeTrue
        $ports = Get-SandboxPort $sandbox
        $open = Get-Listening $ports

        $shell.Stop()

        $open | Should -Be $ports
        Get-Listening $ports | Should -BeNullOrEmpty
        $sandbox.IsRunning | Should -BeFalse
        $shell.InvocationStateInfo.State | Should -Be Stopped
    }

    It 'is kept by a pipeline that took it and wanted no more' {
        $sandbox = Start-MailSandbox | Select-Object -First 1

        $sandbox.IsRunning | Should -BeTrue
        Stop-MailSandbox
    }
}

Describe 'Waiting' {
    BeforeEach {
        $shell = New-Shell
        $sandbox = Start-MailSandbox
        $smtp = $sandbox.Smtp
    }
    AfterEach {
        $shell.Dispose()
        $sandbox | Stop-MailSandbox
    }

    It 'ends with the mail that comes' {
        $null = Send-SmtpMessage @smtp -From a@x.test -To b@x.test -Subject first -Body b
        $null = $shell.AddScript('param($sandbox) $sandbox | Get-MailSandboxMessage -To b@x.test -Count 2 -TimeoutSeconds 600').AddArgument($sandbox)
        $run = $shell.BeginInvoke()
        foreach ($to in 'c@x.test', 'b@x.test') { $null = Send-SmtpMessage @smtp -From a@x.test -To $to -Subject second -Body b }

        $shell.EndInvoke($run).Subject | Should -BeExactly first, second
        $shell.Streams.Error | Should -BeNullOrEmpty
    }

    It 'ends with Ctrl+C' {
        $null = $shell.AddScript('param($sandbox) $sandbox | Get-MailSandboxMessage -Wait -TimeoutSeconds 3600').AddArgument($sandbox)
        $null = $shell.BeginInvoke()

        $shell.Stop()

        $shell.InvocationStateInfo.State | Should -Be Stopped
    }

    It 'ends with the sandbox' {
        $null = $shell.AddScript('param($sandbox) $sandbox | Get-MailSandboxMessage -Wait -TimeoutSeconds 3600').AddArgument($sandbox)
        $run = $shell.BeginInvoke()

        Stop-MailSandbox

        $shell.EndInvoke($run) | Should -BeNullOrEmpty
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'SandboxNotRunning,*'
    }
}
