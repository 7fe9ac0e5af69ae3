#if !NETFRAMEWORK
using System.Runtime.CompilerServices;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Of .NET the code pages are a part that has to be asked for, and before the library first looks which ones there are.</summary>
internal static class CodePages
{
#pragma warning disable CA2255 // Nothing of this assembly is used before it, and nobody outside can know that it is wanted.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
#endif
