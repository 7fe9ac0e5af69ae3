using System.Runtime.CompilerServices;
using System.Text;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>PowerShell registers the platform's code pages; a test run has to do it itself.</summary>
internal static class CodePages
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
