using System.Collections.Generic;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>What a path means at the present PowerShell location.</summary>
internal static class FilePath
{
    /// <summary>The full path of a file or folder that need not be there.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a path that is not of the file system.</exception>
    public static string Unresolved(PSCmdlet cmdlet, string path, string parameter)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem")
                return full;
        }
        catch (SessionStateException e)
        {
            throw new MailException(MailErrors.InvalidParameter, $"-{parameter}: {path} is no path: {e.Message}", e);
        }

        throw new MailException(MailErrors.InvalidParameter, $"-{parameter}: {path} is no path of the file system.");
    }

    /// <summary>The full paths of the files that a pattern matches.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailFileNotFound"/> if there are none.</exception>
    public static IReadOnlyList<string> Matching(PSCmdlet cmdlet, string pattern)
    {
        try
        {
            var paths = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            if (provider.Name == "FileSystem" && paths.Count > 0)
                return paths;
        }
        catch (SessionStateException e)
        {
            throw new MailException(MailErrors.MailFileNotFound, $"-Path: the file {pattern} does not exist.", e);
        }

        throw new MailException(MailErrors.MailFileNotFound, $"-Path: no file matches {pattern}.");
    }
}
