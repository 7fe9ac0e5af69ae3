using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Takes objects that name messages by a property Uid. All others are rows of which single properties bind, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UidInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected => "A message of Get-Pop3Message, or an object with a property Uid, is wanted here.";

    /// <inheritdoc/>
    protected override bool IsOptional => true;

    /// <inheritdoc/>
    protected override object? Take(object? input) =>
        input is not null && PSObject.AsPSObject(input) is var row && (UidObject.IsPop3Message(row) || row.Properties["Uid"] is not null)
            ? row
            : null;
}
