using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Takes folders of Get-ImapFolder. All other objects are rows of which single properties bind.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected => "A folder of Get-ImapFolder is wanted here.";

    /// <inheritdoc/>
    protected override object? Take(object? input) => BareObject.Of(input) as ImapFolder;
}
