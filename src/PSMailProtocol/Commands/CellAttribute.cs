using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using System.Security;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes what a cell of a table or a variable holds. Null and what is empty count as not given, also as elements of an array:
/// PowerShell by itself refuses them here, sets a switch there, and passes over a property of a row whose value does not fit, going
/// on with the default, which would read another server than the row names. Here what does not fit is an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class CellAttribute : ArgumentTransformationAttribute
{
    /// <summary>The objects that stand for parameters that are not given, by identity: a zero that is typed is another one.</summary>
    private static readonly ConditionalWeakTable<object, object> NotGiven = new();

    private readonly Type _type;
    private object? _nothing;

    /// <param name="type">The type of the parameter.</param>
    public CellAttribute(Type type) => _type = type;

    /// <summary>The value that the parameter has if it is not given; what its type begins with unless it is said.</summary>
    public object? Default { get; set; }

    /// <summary>Whether what is empty stays, since the command has an error for it.</summary>
    public bool KeepsEmpty { get; set; }

    /// <summary>Whether the parameter's own type knows best what is text or a date.</summary>
    private bool IsAsWritten => _type == typeof(string) || _type == typeof(string[]) || _type == typeof(DateTime);

    private object? Nothing => _nothing ??= Marked(Default ?? Empty());

    /// <summary>Whether a parameter that is bound to this value was given.</summary>
    public static bool IsGiven(object? bound) => bound is not null && !NotGiven.TryGetValue(bound, out _);

    /// <summary>Whether a value is null or stands for null in a database or in PowerShell.</summary>
    public static bool IsNull(object? value) =>
        BareObject.Of(value) is var bare && (bare is null or DBNull or NullString || ReferenceEquals(bare, AutomationNull.Value));

    /// <summary>Whether a value is null or blank.</summary>
    public static bool IsEmpty(object? value) => IsNull(value) || (BareObject.Of(value) is string text && string.IsNullOrWhiteSpace(text));

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (KeepsEmpty)
            return inputData;

        var value = BareObject.Of(inputData);
        if (IsEmpty(value))
            return Nothing;
        if (value is not IList several)
            return IsAsWritten ? inputData : Fit(engineIntrinsics, value!);

        // An array without elements names none; what is no array takes it as nothing.
        var given = several.Cast<object?>().Where(element => !IsEmpty(element)).ToArray();
        if (given.Length == 0 && (several.Count > 0 || !_type.IsArray))
            return Nothing;

        var elements = _type.IsArray && given.Length < several.Count ? given : value;
        return IsAsWritten ? elements : Fit(engineIntrinsics, elements);
    }

    /// <summary>Makes the value of the parameter of one that is not empty.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It does not fit; the message says what does.</exception>
    protected virtual object Fit(EngineIntrinsics engineIntrinsics, object value)
    {
        if (_type == typeof(SwitchParameter))
            return new SwitchParameter(IsOn(value));

        return LanguagePrimitives.TryConvertTo(value, _type, CultureInfo.InvariantCulture, out var fitting) && fitting is not null
            ? fitting
            : throw Misfit(value);
    }

    private static object? Marked(object? value) => value is null ? null : NotGiven.GetValue(value, self => self);

    /// <summary>What the type begins with. An array of numbers is one without elements, since a range is checked of no null.</summary>
    private object? Empty() => _type switch
    {
        { IsArray: true } when _type.GetElementType()!.IsValueType => Array.CreateInstance(_type.GetElementType()!, 0),
        { IsValueType: true } => Activator.CreateInstance(_type),
        _ => null,
    };

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
            _ when _type == typeof(int) || _type == typeof(long) => $"{found} is no number.",
            _ when _type == typeof(IDictionary) => $"{found} is no hashtable, such as @{{ name = 'value' }}.",
            _ when _type == typeof(DateTimeOffset) => $"{found} is no moment, such as 2026-01-31 or 2026-01-31T12:00:00+01:00.",
            _ when _type == typeof(int[]) || _type == typeof(long[]) => $"{found} is no number; several are given as an array.",
            _ => $"{found} is no {_type.Name}.",
        });
    }
}
