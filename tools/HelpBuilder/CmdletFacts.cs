using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PSMailProtocol.HelpBuilder;

/// <summary>What the assembly knows of a cmdlet. Parameters that PowerShell shows nobody (DontShow) are no part of it.</summary>
internal sealed class CmdletFacts
{
    private CmdletFacts(Type type, CmdletAttribute attribute)
    {
        Verb = attribute.VerbName;
        Noun = attribute.NounName;
        var command = new CmdletInfo(Name, type);
        var instance = (Cmdlet)Activator.CreateInstance(type)!;
        var sets =
            from set in command.ParameterSets
            // Without its own parameter the set cannot be asked for.
            where !set.Parameters.Any(parameter => parameter.IsMandatory && IsHidden(parameter, set.Name))
            orderby set.IsDefault descending
            select set.Parameters
                .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !IsHidden(parameter, set.Name))
                .Select(parameter => new ParameterFacts(parameter, instance))
                .ToList();
        Sets = [.. sets.DistinctBy(
            set => string.Join(' ', set.Select(parameter => (parameter.Name, parameter.IsRequired, parameter.Position))))];
        // In the order in which the class has them, and WhatIf and Confirm behind all.
        var order = command.Parameters.Keys.ToList();
        Parameters =
        [
            .. Sets.SelectMany(set => set)
                .DistinctBy(parameter => parameter.Name)
                .OrderBy(parameter => Cmdlet.OptionalCommonParameters.Contains(parameter.Name))
                .ThenBy(parameter => order.IndexOf(parameter.Name)),
        ];
        OutputTypes = [.. command.OutputType.Select(output => output.Name)];
        TypeableNames = [.. command.Parameters.Values.SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name))];
    }

    /// <summary>Its name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>What it does.</summary>
    public string Verb { get; }

    /// <summary>To what.</summary>
    public string Noun { get; }

    /// <summary>Its parameters, each as the first set has it.</summary>
    public IReadOnlyList<ParameterFacts> Parameters { get; }

    /// <summary>The parameters of each of its sets, the default one first.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterFacts>> Sets { get; }

    /// <summary>The names of the types that it emits.</summary>
    public IReadOnlyList<string> OutputTypes { get; }

    /// <summary>What can be typed behind a dash: all parameters and their aliases.</summary>
    public IReadOnlyList<string> TypeableNames { get; }

    /// <summary>Reads the cmdlets among some types.</summary>
    public static IReadOnlyList<CmdletFacts> Read(IEnumerable<Type> types)
    {
        var facts =
            from type in types
            let attribute = type.GetCustomAttribute<CmdletAttribute>()
            where attribute is not null
            select new CmdletFacts(type, attribute);
        return [.. facts.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static bool IsHidden(CommandParameterInfo parameter, string set)
    {
        var attributes = parameter.Attributes.OfType<ParameterAttribute>().ToList();
        var own = attributes.Find(attribute => attribute.ParameterSetName == set);
        return (own ?? attributes.Find(attribute => attribute.ParameterSetName == ParameterAttribute.AllParameterSets))?.DontShow == true;
    }
}
