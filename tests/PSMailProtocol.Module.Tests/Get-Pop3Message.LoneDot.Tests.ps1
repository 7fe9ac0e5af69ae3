# A server that leaves a lone dot as it is cuts a message: the pipeline ends with an error, so that nothing behind it removes what
# was not saved whole.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $quiet = @{ ErrorAction = 'SilentlyContinue' }
}

Describe 'A message that is cut at a lone dot, with PIPELINING <_>' -ForEach 'offered', 'withheld' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $sandbox.Faults.Add($SandboxFault::LeaveDots('RETR'))
        if ($_ -eq 'withheld') { $sandbox.Faults.Add($SandboxFault::Withhold('Pop3', 'PIPELINING')) }
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'ends the pipeline and stays on the server: message <Cut> of <Read>' -ForEach @(
        @{ Cut = 2; Read = { Get-Pop3Message @login @quiet } }
        @{ Cut = 3; Read = { Get-Pop3Message @login @quiet } }
        @{ Cut = 3; Read = { $account | Get-Pop3Message @quiet } }
        @{ Cut = 3; Read = { Get-Pop3Message @login -HeaderOnly | Get-Pop3Message @quiet } }
        @{ Cut = 2; Read = { Get-Pop3Message @login @quiet | Select-Object -First 2 } }
    ) {
        $user = [guid]::NewGuid().ToString('n')
        1..3 | ForEach-Object {
            $lone = if ($_ -eq $Cut) { '.', 'below' }
            Add-Message $sandbox $user (@("Subject: $_", '', 'above') + $lone + '') -Uid "u$_"
        }
        $login = @{ Credential = New-Credential $user }
        $account = [pscustomobject]@{ Server = $sandbox.Host; Port = $sandbox.Pop3Port; Credential = $login.Credential }
        $saved = Join-Path $TestDrive $user

        $run = Invoke-Capturing { & $Read | Export-MailMessage $saved -PassThru | Remove-Pop3Message -Confirm:$false }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -Be ProtocolViolation
        $run.Advice | Should -Match 'ends cannot be told'
        $sandbox.Mailbox($user).Messages | Should -HaveCount 3
    }
}
