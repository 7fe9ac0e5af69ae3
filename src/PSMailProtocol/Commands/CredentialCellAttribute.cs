using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes a credential as PowerShell's own cmdlets do, who ask for the password of a user that is named alone; an empty cell names nobody to
/// ask about.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CredentialCellAttribute : CellAttribute
{
    private static readonly CredentialAttribute Credential = new();

    public CredentialCellAttribute()
        : base(typeof(PSCredential))
    {
    }

    /// <inheritdoc/>
    protected override object Fit(EngineIntrinsics engineIntrinsics, object value) => Credential.Transform(engineIntrinsics, value);
}
