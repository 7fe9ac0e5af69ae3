# Runs one Pester file and writes what came of it, as PesterRun.cs reads it.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Pester,
    [Parameter(Mandatory)] [string] $ResultFile
)

# The tests inherit the preferences of this script, so that it leaves them as they are: who runs the file by hand has no others.
$ProgressPreference = 'SilentlyContinue'
Import-Module $Pester -ErrorAction Stop

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
} | ConvertTo-Json | Set-Content -LiteralPath $ResultFile -ErrorAction Stop
