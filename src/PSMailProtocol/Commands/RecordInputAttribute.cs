using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Takes the objects whose properties describe a message: all but files and messages.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RecordInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected => "An object with the properties of a message is wanted here.";

    /// <inheritdoc/>
    protected override object? Take(object? input) =>
        input is null || FileInputAttribute.IsFile(input) || MessageSourceObject.IsMessage(input) ? null : PSObject.AsPSObject(input);
}
