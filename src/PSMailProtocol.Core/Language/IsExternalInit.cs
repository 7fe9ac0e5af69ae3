namespace System.Runtime.CompilerServices;

/// <summary>netstandard2.0 lacks the marker type that the compiler wants for <c>init</c> accessors and records.</summary>
internal static class IsExternalInit
{
}
