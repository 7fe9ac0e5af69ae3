using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// Decides for one parameter which pipeline objects are its own. PowerShell binds by value before it binds by property
/// name, and a parameter of type Object would take everything; one that refuses what is not its own leaves it to the
/// parameter set that fits.
/// </summary>
internal abstract class InputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null && IsOptional ? null : Take(inputData) ?? throw Refusal();

    /// <summary>Whether null counts as not given; otherwise it is not what the parameter takes.</summary>
    protected virtual bool IsOptional => false;

    /// <summary>
    /// What refuses an object so that PowerShell goes on to look for another parameter: it does so for failed casts alone.
    /// </summary>
    protected ArgumentTransformationMetadataException Refusal() => new(Expected, new PSInvalidCastException(Expected));

    /// <summary>What the parameter takes, as a sentence.</summary>
    protected abstract string Expected { get; }

    /// <summary>The value of the parameter, or null for an object that is not its own.</summary>
    protected abstract object? Take(object? input);

    /// <summary>The elements of an array that was given to the parameter, or the one thing that was; what is empty is none.</summary>
    protected static IEnumerable<object> Elements(object? input) =>
        (BareObject.Of(input) is object[] several ? several : [input!]).Where(element => !CellAttribute.IsEmpty(element));
}
