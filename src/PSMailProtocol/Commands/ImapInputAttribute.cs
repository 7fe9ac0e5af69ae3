using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes messages, folders, and objects that name messages by a property Uid. All others are rows of which single properties bind.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImapInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected =>
        "A message of Get-ImapMessage, a folder of Get-ImapFolder, or an object with a property Uid, is wanted here.";

    /// <inheritdoc/>
    protected override bool IsOptional => true;

    /// <inheritdoc/>
    protected override object? Take(object? input) =>
        input is not null && PSObject.AsPSObject(input) is var row
        && (row.BaseObject is ImapFolder || UidObject.IsImapMessage(row) || row.Properties["Uid"] is not null) ? row : null;
}
