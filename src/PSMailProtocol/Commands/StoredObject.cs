using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// An object that <c>Export-Clixml</c> stored, or that came out of a remote session: its properties under another type name.
/// </summary>
internal static class StoredObject
{
    /// <summary>Whether an object was of a type before it was stored.</summary>
    public static bool Was<T>(PSObject stored) => stored.TypeNames.Contains($"Deserialized.{typeof(T).FullName}");
}
