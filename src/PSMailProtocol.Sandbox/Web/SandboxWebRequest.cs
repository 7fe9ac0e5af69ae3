using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>What a request asks for: a method, the segments of a path, and the parameters of a query.</summary>
internal sealed class SandboxWebRequest
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    /// <param name="method">The method.</param>
    /// <param name="target">Path and query as they came.</param>
    public SandboxWebRequest(string method, string target)
    {
        Method = method;
        var parts = target.Split(['?'], 2);
        Path = [.. parts[0].Split(['/'], StringSplitOptions.RemoveEmptyEntries).Select(Unescape)];
        foreach (var pair in parts.Length < 2 ? [] : parts[1].Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = pair.Split(['='], 2);
            _parameters[Unescape(sides[0])] = sides.Length < 2 ? "" : Unescape(sides[1]);
        }
    }

    public string Method { get; }

    /// <summary>The segments of the path.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>A segment of the path, or an empty string where it has fewer.</summary>
    public string Segment(int index) => index < Path.Count ? Path[index] : "";

    /// <summary>What a parameter says; null if it is not there or empty.</summary>
    public string? Parameter(string name) => _parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>A whole number from 0 on.</summary>
    /// <exception cref="SandboxWebException">It is none.</exception>
    public long Number(string name, long otherwise)
    {
        if (Parameter(name) is not { } value)
            return otherwise;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SandboxWebException($"{name}={value} is no whole number from 0 on.");
    }

    /// <summary>Refuses parameters that are not known, since one that is misspelt would otherwise go unseen.</summary>
    /// <exception cref="SandboxWebException">There is one.</exception>
    public void Allow(params string[] names)
    {
        if (_parameters.Keys.Except(names).FirstOrDefault() is { } unknown)
            throw new SandboxWebException(
                $"The parameter {unknown} is unknown here; there {(names.Length == 0 ? "are none" : "is " + string.Join(", ", names))}.");
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
