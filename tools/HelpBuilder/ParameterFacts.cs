using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PSMailProtocol.HelpBuilder;

/// <summary>What the assembly knows of a parameter, within one parameter set.</summary>
internal sealed class ParameterFacts
{
    /// <summary>Reads a parameter.</summary>
    /// <param name="parameter">The parameter, of one set.</param>
    /// <param name="cmdlet">A new object of the cmdlet, whose properties have their default values.</param>
    public ParameterFacts(CommandParameterInfo parameter, Cmdlet cmdlet)
    {
        Name = parameter.Name;
        Type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        IsRequired = parameter.IsMandatory;
        Position = parameter.Position >= 0 ? parameter.Position : null;
        Aliases = parameter.Aliases;
        TakesWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();
        var ways = new[] { (parameter.ValueFromPipeline, "ByValue"), (parameter.ValueFromPipelineByPropertyName, "ByPropertyName") };
        var used = string.Join(", ", ways.Where(way => way.Item1).Select(way => way.Item2));
        PipelineInput = used.Length > 0 ? $"True ({used})" : "False";
        Default = DefaultOf(parameter, cmdlet);
        var value = Type.GetElementType() ?? Type;
        Choices = ChoicesOf(parameter, value);
        Values = ValuesOf(parameter, value);
    }

    /// <summary>Its name, without the dash.</summary>
    public string Name { get; }

    /// <summary>Its type; of one that can be null, the type without that.</summary>
    public Type Type { get; }

    /// <summary>If the set does without no value of it.</summary>
    public bool IsRequired { get; }

    /// <summary>Its place, or null if its name has to be typed.</summary>
    public int? Position { get; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>If its values may be patterns.</summary>
    public bool TakesWildcards { get; }

    /// <summary>How it binds from the pipeline, in the words of Get-Help.</summary>
    public string PipelineInput { get; }

    /// <summary>The value that it has if it is not given, or null where that takes words.</summary>
    public string? Default { get; }

    /// <summary>The values that it can have, or none if they cannot be listed.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>A sentence that says which values are accepted, or null if its type says it all.</summary>
    public string? Values { get; }

    /// <summary>If it is a switch.</summary>
    public bool IsSwitch => Type == typeof(SwitchParameter);

    private static string? DefaultOf(CommandParameterInfo parameter, Cmdlet cmdlet)
    {
        if (parameter.ParameterType == typeof(SwitchParameter))
        {
            var asks = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact == ConfirmImpact.High;
            return asks && parameter.Name == "Confirm" ? "True" : "False";
        }

        return cmdlet.GetType().GetProperty(parameter.Name)?.GetValue(cmdlet) switch
        {
            Enum value => value.ToString(),
            string { Length: > 0 } value => value,
            string[] { Length: > 0 } values => string.Join(", ", values),
            // "Not given" and "no limit" take words.
            0 or 0L => null,
            (int or long) and var number when !IsLargest(number) => Print(number),
            _ => null,
        };
    }

    private static string[] ChoicesOf(CommandParameterInfo parameter, Type value) =>
        parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set ? [.. set.ValidValues]
        : value.IsEnum ? Enum.GetNames(value)
        : [];

    private string? ValuesOf(CommandParameterInfo parameter, Type value)
    {
        if (Choices.Count > 0)
            return $"Values{(value.IsDefined(typeof(FlagsAttribute)) ? ", also several with commas" : "")}: {string.Join(", ", Choices)}.";
        if (parameter.Attributes.OfType<ValidateRangeAttribute>().FirstOrDefault() is not { MinRange: not null } range)
            return null;

        // That there is nothing less than one, or than none, goes without saying.
        return IsLargest(range.MaxRange) ? null : $"Values: {Print(range.MinRange)} to {Print(range.MaxRange)}.";
    }

    private static bool IsLargest(object number) => number is int.MaxValue or (long)uint.MaxValue or long.MaxValue;

    private static string Print(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
