using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes what a cell of a table holds. From the pipeline PowerShell passes over a property whose value does not fit the
/// parameter and goes on with the default, which would read another server than the row names. Here an empty cell counts
/// as not given, and any other that does not fit is an error of its row.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class CellAttribute : ArgumentTransformationAttribute
{
    private readonly Type _type;

    /// <param name="type">The type of the parameter.</param>
    public CellAttribute(Type type) => _type = type;

    private bool IsText => _type == typeof(string) || _type == typeof(string[]);

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (value is null || (value is string text && string.IsNullOrWhiteSpace(text)))
            return IsText ? null : Nothing.Instance;
        return Fit(engineIntrinsics, value);
    }

    /// <summary>Makes the value of the parameter of one that is not empty.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It does not fit; the message says what does.</exception>
    protected virtual object Fit(EngineIntrinsics engineIntrinsics, object value)
    {
        // Everything is a string, and the parameter's own type knows best how.
        if (IsText)
            return value;
        if (_type == typeof(SwitchParameter))
            return new SwitchParameter(IsOn(value));

        return LanguagePrimitives.TryConvertTo(value, _type, CultureInfo.InvariantCulture, out var fitting) && fitting is not null
            ? fitting
            : throw Misfit(value);
    }

    private bool IsOn(object value) => value switch
    {
        SwitchParameter given => given.IsPresent,
        bool given => given,
        string text when bool.TryParse(text.Trim(), out var given) => given,
        string text when text.Trim() is "0" or "1" => text.Trim() == "1",
        int number when number is 0 or 1 => number == 1,
        _ => throw Misfit(value),
    };

    private ArgumentTransformationMetadataException Misfit(object value)
    {
        // What was meant as a secret is not repeated.
        if (_type == typeof(SecureString))
            return new("A SecureString is wanted here, as ConvertTo-SecureString and Read-Host -AsSecureString make it.");

        var found = WireText.Excerpt($"\"{value}\"");
        return new(_type switch
        {
            { IsEnum: true } => $"{found} is none of {string.Join(", ", Enum.GetNames(_type))}.",
            _ when _type == typeof(SwitchParameter) => $"{found} is neither True nor False.",
            _ when _type == typeof(int) => $"{found} is no number.",
            _ when _type == typeof(IDictionary) => $"{found} is no hashtable, such as @{{ name = 'value' }}.",
            _ when _type == typeof(DateTimeOffset) => $"{found} is no moment, such as 2026-01-31 or 2026-01-31T12:00:00+01:00.",
            _ when _type == typeof(int[]) => $"{found} is no number; several are given as an array.",
            _ => $"{found} is no {_type.Name}.",
        });
    }

    /// <summary>What is converted to nothing, so that PowerShell leaves the parameter as it is; any other way out is an error.</summary>
    private sealed class Nothing
    {
        public static Nothing Instance { get; } = new();

        public override string ToString() => "";
    }
}
