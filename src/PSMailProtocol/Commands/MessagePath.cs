using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;

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
            if (Literal(cmdlet, path) is { } literal)
                return [literal];

            var resolved = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem" && resolved.Count > 0)
                return resolved;
            FilePath.ThrowIfBroken(path);
        }
        catch (SessionStateException e)
        {
            throw NotFound(path, parameter, e);
        }
        catch (WildcardPatternException e)
        {
            throw FilePath.BrokenPattern(MailErrors.AttachmentNotFound, path, parameter, "", e);
        }

        throw NotFound(path, parameter, null);
    }

    /// <summary>
    /// Resolves a path, or several with semicolons between them as a CSV cell holds them, unless that is the name of a file.
    /// An empty cell, which as a path would be the present location, is none.
    /// </summary>
    /// <exception cref="MailException">As <see cref="Resolve"/>.</exception>
    public static IEnumerable<string> ResolveList(PSCmdlet cmdlet, string paths, string parameter) =>
        paths.Trim().Length > 0 && (paths.IndexOf(';') < 0 || IsFile(cmdlet, paths))
            ? Resolve(cmdlet, paths, parameter)
            : paths.Split(';').Select(path => path.Trim()).Where(path => path.Length > 0)
                .SelectMany(path => Resolve(cmdlet, path, parameter));

    /// <summary>
    /// Refuses what is no file: a folder, of which the system would only say that it cannot be read, and what would be waited for.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public static string RequireFile(string path, string parameter)
    {
        if (Directory.Exists(path))
            throw NoFile(path, parameter, "a folder", "Name the files in it; Get-ChildItem -File leaves folders out.");
        return OrdinaryFile.OtherKind(path) is { } kind
            ? throw NoFile(path, parameter, kind + " and no file", "Write what it gives to a file, and name that.")
            : path;
    }

    private static AdvisedException NoFile(string path, string parameter, string kind, string advice) =>
        new(MailErrors.AttachmentUnreadable, $"-{parameter}: {path} is {kind}.", advice + " Nothing was sent.");

    /// <summary>The full path of the file of exactly this name, or null.</summary>
    private static string? Literal(PSCmdlet cmdlet, string path)
    {
        var literal = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" && File.Exists(literal) ? literal : null;
    }

    private static bool IsFile(PSCmdlet cmdlet, string path)
    {
        try
        {
            return Literal(cmdlet, path) is not null;
        }
        catch (SessionStateException)
        {
            return false;
        }
    }

    private static MailException NotFound(string path, string parameter, SessionStateException? cause) =>
        new(MailErrors.AttachmentNotFound, $"-{parameter}: the file {path} does not exist.", cause);
}
