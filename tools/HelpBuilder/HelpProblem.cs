namespace PSMailProtocol.HelpBuilder;

/// <summary>What is wrong with the words.</summary>
/// <param name="File">The path of the page.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What is wrong, and what to do.</param>
public sealed record HelpProblem(string File, int Line, string Text)
{
    /// <summary>The form in which MSBuild recognizes an error and its place.</summary>
    public override string ToString() => $"{File}({Line}): error HELP: {Text}";
}
