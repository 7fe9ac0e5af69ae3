<#
.SYNOPSIS
    Builds, tests, packages or installs the module.
.DESCRIPTION
    Build      compiles everything; the checkout can then be imported by its PSMailProtocol.psd1
    Test       runs every test
    Package    puts the module, and nothing else, into artifacts/PSMailProtocol
    Install    packages, and copies the package to where PowerShell looks for the user's modules
    Benchmark  runs the benchmarks
.EXAMPLE
    ./build.ps1 -Task Install
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Install', 'Benchmark')]
    [string] $Task = 'Build',
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',
    # Where -Task Install copies to; by default the first folder of PSModulePath, which is the user's own.
    [string] $Destination = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$manifest = Join-Path $PSScriptRoot 'PSMailProtocol.psd1'
$package = Join-Path $PSScriptRoot 'artifacts' | Join-Path -ChildPath 'PSMailProtocol'

function Invoke-DotNet {
    # Shown, and kept out of what a function returns.
    & dotnet @args | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE." }
}

function Build-Module { Invoke-DotNet build $PSScriptRoot --configuration $Configuration }

function Publish-Package {
    Build-Module
    if (Test-Path $package) { Remove-Item $package -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $package -Force
    foreach ($part in 'PSMailProtocol.psd1', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'bin', 'formats', 'en-US') {
        Copy-Item (Join-Path $PSScriptRoot $part) $package -Recurse
    }
    Get-Item $package
}

switch ($Task) {
    'Build' { Build-Module }
    'Test' { Invoke-DotNet test $PSScriptRoot --configuration $Configuration }
    'Package' { Publish-Package }
    'Install' {
        $built = Publish-Package
        $version = (Test-ModuleManifest (Join-Path $built 'PSMailProtocol.psd1')).Version
        $target = Join-Path $Destination 'PSMailProtocol' | Join-Path -ChildPath $version
        if ($PSCmdlet.ShouldProcess($target, 'Install module')) {
            if (Test-Path $target) { Remove-Item $target -Recurse -Force }
            $null = New-Item -ItemType Directory -Path $target -Force
            Copy-Item (Join-Path $built '*') $target -Recurse
            Get-Item $target
        }
    }
    'Benchmark' { Invoke-DotNet run --configuration Release --project (Join-Path $PSScriptRoot 'benchmarks/PSMailProtocol.Benchmarks') }
}
