using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Finds the files that a path means at the present PowerShell location.</summary>
internal static class MessagePath
{
    /// <summary>Resolves a path: first as it is written, so that <c>report[1].txt</c> is a file, then as a pattern.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/>.</exception>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, string parameter)
    {
        try
        {
            var literal = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem" && File.Exists(literal))
                return [literal];

            var resolved = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name == "FileSystem" && resolved.Count > 0)
                return resolved;
        }
        catch (SessionStateException e)
        {
            throw NotFound(path, parameter, e);
        }

        throw NotFound(path, parameter, null);
    }

    private static MailException NotFound(string path, string parameter, SessionStateException? cause) =>
        new(MailErrors.AttachmentNotFound, $"-{parameter}: the file {path} does not exist.", cause);
}
