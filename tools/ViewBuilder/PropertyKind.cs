using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace PSMailProtocol.ViewBuilder;

/// <summary>
/// How a property is shown. Its type decides, so that no view can forget what text of strangers needs: only what cannot be
/// text goes to the terminal as it is.
/// </summary>
internal enum PropertyKind
{
    /// <summary>Shown at the right of its column.</summary>
    Number,

    /// <summary>A word of ours, such as True, Accepted or a duration.</summary>
    Word,

    /// <summary>Local time to the minute, in the same form everywhere.</summary>
    Date,

    /// <summary>The texts of its elements, which a sender or a server may have written.</summary>
    Several,

    /// <summary>Anything else has the text that a sender or a server may have written.</summary>
    Text,
}

/// <summary>Finds properties and their kinds.</summary>
internal static class PropertyKinds
{
    private static readonly HashSet<Type> Numbers =
        [typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(short), typeof(ushort), typeof(byte), typeof(double)];

    /// <summary>The kind of a property, or of a property of one, with dots between them.</summary>
    /// <exception cref="ViewException">There is none.</exception>
    public static PropertyKind Of(Type type, string path)
    {
        var isOfElements = false;
        foreach (var name in path.Split('.'))
        {
            var element = ElementOf(type);
            isOfElements |= element is not null;
            var owner = element ?? type;
            type = owner.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.PropertyType
                ?? throw new ViewException($"{owner.FullName} has no property {name}.");
        }

        return isOfElements ? PropertyKind.Several : Of(type);
    }

    /// <summary>The names of the public properties, those of a type before those of its base.</summary>
    public static IEnumerable<string> NamesOf(Type type)
    {
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var property in declaring.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (property.GetMethod is { IsPublic: true } getter && getter.GetBaseDefinition() == getter
                    && property.GetIndexParameters().Length == 0)
                    yield return property.Name;
            }
        }
    }

    private static PropertyKind Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare switch
        {
            _ when Numbers.Contains(bare) => PropertyKind.Number,
            { IsEnum: true } => PropertyKind.Word,
            _ when bare == typeof(bool) || bare == typeof(TimeSpan) => PropertyKind.Word,
            _ when bare == typeof(DateTimeOffset) || bare == typeof(DateTime) => PropertyKind.Date,
            _ when ElementOf(bare) is not null => PropertyKind.Several,
            _ => PropertyKind.Text,
        };
    }

    private static Type? ElementOf(Type type) => type == typeof(string)
        ? null
        : type.GetInterfaces().Append(type)
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(contract => contract.GenericTypeArguments[0])
            .FirstOrDefault();
}
