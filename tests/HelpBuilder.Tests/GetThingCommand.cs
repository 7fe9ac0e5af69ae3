using System;
using System.Management.Automation;

namespace PSMailProtocol.HelpBuilder.Tests;

/// <summary>A cmdlet with a parameter of each kind that the help tells apart. It is never run.</summary>
[Cmdlet(VerbsCommon.Get, "Thing", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(string), typeof(int))]
public sealed class GetThingCommand : PSCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";
    private const string FileSet = "File";

    [Parameter]
    public SwitchParameter Quick { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [Alias("Title", "Label")]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Id { get; set; }

    [Parameter]
    public DayOfWeek Day { get; set; } = DayOfWeek.Friday;

    [Parameter]
    [ValidateRange(1, 9)]
    public int Port { get; set; } = 3;

    [Parameter]
    [ValidateSet("Red", "Blue")]
    public string? Color { get; set; }

    [Parameter]
    public int First { get; set; } = int.MaxValue;

    [Parameter(Mandatory = true, ParameterSetName = FileSet, DontShow = true, ValueFromPipeline = true)]
    public string? File { get; set; }

    [Parameter(DontShow = true)]
    public object? Record { get; set; }
}
