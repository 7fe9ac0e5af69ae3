using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSMailProtocol.Completion;

/// <summary>
/// Offers words for a parameter. What a completer gives is all that is offered, even if it is nothing; for a parameter without one
/// PowerShell offers the files of the location.
/// </summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>What may be typed around a word.</summary>
    private static readonly char[] Quotes = ['\'', '"'];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? "").Trim(Quotes);
        return Words(commandName ?? "")
            .Where(word => word.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word.Text, word.Text, CompletionResultType.ParameterValue, word.Note))
            .ToList();
    }

    /// <summary>The words in the order in which they are offered, each with what there is to say of it. None needs quotes.</summary>
    /// <param name="command">The command that is being typed.</param>
    protected abstract IEnumerable<(string Text, string Note)> Words(string command);
}
