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
        Assert.True(ExitCode == 0 && Error.Length == 0, $"The script ended with code {ExitCode}.\n{Output}\n{Error}");
        return this;
    }
}
