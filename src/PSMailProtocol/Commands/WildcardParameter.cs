using System;
using System.Linq;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Reads patterns that a person typed, and names the parameter if one is none.</summary>
internal static class WildcardParameter
{
    /// <summary>Reads patterns that match in any case; null is none.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static WildcardPattern[] Read(string[]? texts, string parameter) => [.. (texts ?? []).Select(text => Read(text, parameter))];

    /// <summary>Reads a pattern that matches in any case; null for a text without wildcards.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static WildcardPattern? ReadAny(string text, string parameter) =>
        WildcardPattern.ContainsWildcardCharacters(text) ? Read(text, parameter) : null;

    /// <summary>Reads a pattern that matches in any case.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static WildcardPattern Read(string text, string parameter)
    {
        var pattern = WildcardPattern.Get(text ?? "", WildcardOptions.IgnoreCase);
        try
        {
            // PowerShell reads a pattern when it is first compared with something.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw new MailException(MailErrors.InvalidParameter,
                $"-{parameter}: {text} is no pattern. A bracket that stands for itself is written `[.", e);
        }
    }
}
