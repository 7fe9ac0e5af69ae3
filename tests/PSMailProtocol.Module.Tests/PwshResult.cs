using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>How a script ended and what it wrote.</summary>
/// <param name="ExitCode">0, or 1 after an error that nothing caught, or what the script gave to <c>exit</c>.</param>
/// <param name="Output">Standard output, every character as it came.</param>
/// <param name="Error">Standard error.</param>
public sealed record PwshResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of <see cref="Output"/>, the empty ones left out.</summary>
    public string[] Lines => Output.Split(['\r', '\n'], System.StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts that the script ran to its end and reported no error.</summary>
    public PwshResult AssertSucceeded()
    {
        Assert.True(ExitCode == 0 && Error.Length == 0,
            $"The script ended with code {ExitCode}.\n{FoundText.EndOf(Output)}\n{FoundText.EndOf(Error)}");
        return this;
    }

    /// <summary>Asserts that a text was written, and shows no more than the end of what was if it was not.</summary>
    public PwshResult AssertWrote(string text)
    {
        Assert.True(Output.Contains(text, System.StringComparison.Ordinal) || Error.Contains(text, System.StringComparison.Ordinal),
            $"Nowhere: {text}\n{FoundText.EndOf(Output)}");
        return this;
    }

    /// <summary>Asserts that none of several texts was written, and says where one was.</summary>
    public PwshResult AssertNever(System.StringComparison comparison, params string[] texts)
    {
        Assert.Null(FoundText.In("output", Output, comparison, texts));
        Assert.Null(FoundText.In("error stream", Error, comparison, texts));
        return this;
    }
}
