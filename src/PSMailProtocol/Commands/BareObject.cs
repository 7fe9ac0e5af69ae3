using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>The object that PowerShell has wrapped.</summary>
internal static class BareObject
{
    /// <summary>Takes the wrapping off. One that has only properties, as a row of a CSV file, is its wrapping.</summary>
    public static object? Of(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
