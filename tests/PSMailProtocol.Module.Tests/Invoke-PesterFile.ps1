# Runs one Pester file and writes what came of it, as PesterRun.cs reads it.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Pester,
    [Parameter(Mandatory)] [string] $ResultFile
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Pester

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration

$failures = foreach ($failed in @($run.Failed) + $run.FailedBlocks + $run.FailedContainers) {
    foreach ($problem in $failed.ErrorRecord) {
        $name = if ($failed.ExpandedPath) { $failed.ExpandedPath } else { [string] $failed.Item }
        $message = if ($problem.DisplayErrorMessage) { $problem.DisplayErrorMessage } else { [string] $problem }
        $name, $message, $problem.DisplayStackTrace -join "`n"
    }
}

@{
    Total    = $run.TotalCount
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount
    NotRun   = $run.NotRunCount + $run.InconclusiveCount
    Skipped  = @($run.Skipped | ForEach-Object ExpandedPath)
    Failures = @($failures)
} | ConvertTo-Json | Set-Content -LiteralPath $ResultFile
