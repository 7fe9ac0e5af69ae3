using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using PSMailProtocol.Advice;

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

    /// <summary>PowerShell reads a pattern only where there is something to compare with it; elsewhere it finds nothing.</summary>
    /// <exception cref="WildcardPatternException">The pattern is none.</exception>
    public static void ThrowIfBroken(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.None).IsMatch("");

    /// <summary>The error for a path that is neither a pattern nor the name of a file.</summary>
    /// <param name="error">What the parameter says of a file that is not there.</param>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="otherWay">A better way to take a name as it is, as the middle of a sentence, or nothing.</param>
    /// <param name="cause">What PowerShell says.</param>
    public static MailException BrokenPattern(MailError error, string path, string parameter, string otherWay,
        WildcardPatternException cause) => new AdvisedException(
        error,
        $"-{parameter}: {path} is neither a file nor a pattern: {cause.Message}",
        "If it is the name of a file, check it: a file of exactly this name is taken. To find one by a pattern with a bracket in " +
        $"it, {otherWay}write the bracket as `[.");

    /// <summary>The full paths of the files that a pattern matches.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailFileNotFound"/> if there are none.</exception>
    public static IReadOnlyList<string> Matching(PSCmdlet cmdlet, string pattern)
    {
        try
        {
            var paths = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            if (provider.Name == "FileSystem" && paths.Count > 0)
                return paths;
            ThrowIfBroken(pattern);
        }
        catch (SessionStateException e)
        {
            throw new MailException(MailErrors.MailFileNotFound, $"-Path: the file {pattern} does not exist.", e);
        }
        catch (WildcardPatternException e)
        {
            var literal = Unresolved(cmdlet, pattern, "Path");
            return File.Exists(literal)
                ? [literal]
                : throw BrokenPattern(MailErrors.MailFileNotFound, pattern, "Path", "give it to -LiteralPath, or ", e);
        }

        throw new MailException(MailErrors.MailFileNotFound, $"-Path: no file matches {pattern}.");
    }
}
