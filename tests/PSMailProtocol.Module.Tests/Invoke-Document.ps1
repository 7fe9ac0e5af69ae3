# Runs the commands of a page in order and as they stand, in a clone that nobody has built yet or that an earlier page has built: PowerShell in this
# session, sh in bash. What stands in a fence of another language is no command.
param(
    [Parameter(Mandatory)] [string] $Clone,
    [Parameter(Mandatory)] [string] $Page
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Set-Location $Clone
if ($Page -ne 'README.md') { Import-Module ./PSMailProtocol.psd1 }

$heading = ''
$block = $null
foreach ($line in Get-Content -LiteralPath $Page) {
    if ($null -ne $block -and $line -eq '```') {
        # What runs at the prompt is the script's own scope, as for somebody who types it.
        "== $Page / $heading / $language" | Out-Host
        switch ($language) {
            powershell { . ([scriptblock]::Create($block -join "`n")) | Out-Host }
            sh {
                foreach ($command in $block) {
                    # This is what runs the tests, of which this is one.
                    if ($command -match '^dotnet test\b') { "(not run by itself: $command)" | Out-Host; continue }
                    bash -euo pipefail -c $command | Out-Host
                    if ($LASTEXITCODE -ne 0) { throw "$Page, $($heading): '$command' ended with $LASTEXITCODE." }
                }
            }
            { $_ -in 'text', 'csharp', 'yaml', 'http', 'json' } { }
            default { throw "$Page, $($heading): a block in '$language' is neither run nor known to be no command." }
        }
        $block = $null
    }
    elseif ($null -ne $block) { $block += , $line }
    elseif ($line -match '^```(\w*)$') { $language = $Matches[1]; $block = @() }
    elseif ($line -match '^#+ (.*)') { $heading = $Matches[1] }
}
"== $($Page): done" | Out-Host
