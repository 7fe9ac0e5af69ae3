using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PSMailProtocol.ViewBuilder;

/// <summary>The type data: the hidden properties of each type, and what is shown of it among objects of other types.</summary>
/// <remarks>
/// When objects of several types run through one pipeline, PowerShell passes the views of all but the first type over and
/// lists the properties that DefaultDisplayPropertySet names.
/// </remarks>
internal static class TypesDocument
{
    /// <summary>A hidden property that says in one line what the object is; Format-Wide and Format-Custom show it as well.</summary>
    public const string DisplayProperty = "Display";

    public static XDocument Of(IReadOnlyList<TypeView> views, Func<string, Type> typeNamed) => new(
        new XElement("Types", views.SelectMany(view => TypeAndTwin(typeNamed(view.TypeName), view))));

    private static XElement[] TypeAndTwin(Type type, TypeView view)
    {
        if (view.Mixed.FirstOrDefault(name => PropertyKinds.Of(type, name) is PropertyKind.Text or PropertyKind.Several) is { } text)
            throw new ViewException($"{type.FullName}.{text} may hold text of strangers, and PowerShell would show it as it is.");

        var display = Hidden(DisplayProperty, ItemExpression.Sanitized(view.Display));
        var mixed = PropertySet("DefaultDisplayPropertySet", view.Mixed.Append(DisplayProperty));

        // Export-Clixml and remote sessions take up hidden properties, too, unless they are told what to take.
        XElement method = new("NoteProperty", new XElement("Name", "SerializationMethod"), new XElement("Value", "SpecificProperties"));
        var stored = PropertySet("PropertySerializationSet", PropertyKinds.NamesOf(type).Except(view.NotStored));
        return
        [
            TypeElement(type.FullName!, [.. view.Hidden.Select(name => Hidden(name, $", $this.Get{name}()")), display],
                [method, stored, mixed]),
            TypeElement($"Deserialized.{type.FullName}", [display], [mixed]),
        ];
    }

    private static XElement TypeElement(string name, XElement[] members, XElement[] standardMembers) => new("Type",
        new XElement("Name", name),
        new XElement("Members", members,
            new XElement("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members", standardMembers))));

    private static XElement Hidden(string name, string script) => new("ScriptProperty",
        new XAttribute("IsHidden", "true"), new XElement("Name", name), new XElement("GetScriptBlock", script));

    private static XElement PropertySet(string name, IEnumerable<string> properties) => new("PropertySet",
        new XElement("Name", name), new XElement("ReferencedProperties", properties.Select(property => new XElement("Name", property))));
}
