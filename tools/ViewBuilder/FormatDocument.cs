using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PSMailProtocol.ViewBuilder;

/// <summary>The format file: of each type a table, a list, and one line for Format-Wide and Format-Custom.</summary>
internal static class FormatDocument
{
    /// <summary>What both kinds of one-line views are selected by.</summary>
    private const string EveryType = "PSMailProtocol";

    public static XDocument Of(IReadOnlyList<TypeView> views, Func<string, Type> typeNamed)
    {
        var ofEach =
            from view in views
            let type = typeNamed(view.TypeName)
            let controls = new[] { ("Table", Table(type, view)), ("List", List(type, view)) }
            from control in view.IsListFirst ? controls.Reverse() : controls
            select View($"{view.TypeName}.{control.Item1}", Names(view), control.Item2);
        XElement display = new("PropertyName", TypesDocument.DisplayProperty);

        // What stands first is the default.
        return new XDocument(
            new XElement("Configuration",
                new XElement("SelectionSets",
                    new XElement("SelectionSet", new XElement("Name", EveryType), new XElement("Types", views.SelectMany(Names)))),
                new XElement("ViewDefinitions",
                    ofEach,
                    ViewOfEvery("Wide",
                        new XElement("WideControl",
                            new XElement("WideEntries", new XElement("WideEntry", new XElement("WideItem", display))))),
                    ViewOfEvery("Custom", new XElement("CustomControl", new XElement("CustomEntries", new XElement("CustomEntry",
                        new XElement("CustomItem", new XElement("ExpressionBinding", display)))))))));
    }

    /// <summary>The name of the type, and that which its objects have once they were stored and read again.</summary>
    private static IEnumerable<XElement> Names(TypeView view) =>
        [new("TypeName", view.TypeName), new("TypeName", $"Deserialized.{view.TypeName}")];

    private static XElement View(string name, object selection, XElement control) =>
        new("View", new XElement("Name", name), new XElement("ViewSelectedBy", selection), control);

    private static XElement ViewOfEvery(string kind, XElement control) =>
        View($"{EveryType}.{kind}", new XElement("SelectionSetName", EveryType), control);

    private static XElement Table(Type type, TypeView view) => new("TableControl",
        new XElement("TableHeaders", view.Table.Select(column => new XElement("TableColumnHeader",
            new XElement("Label", column.Label),
            column.Width is { } width ? new XElement("Width", width) : null,
            column.Text is null && PropertyKinds.Of(type, column.Property) == PropertyKind.Number
                ? new XElement("Alignment", "Right")
                : null))),
        new XElement("TableRowEntries", new XElement("TableRowEntry", new XElement("TableColumnItems",
            view.Table.Select(column => new XElement("TableColumnItem", ItemExpression.Of(type, column)))))));

    private static XElement List(Type type, TypeView view) => new("ListControl",
        new XElement("ListEntries", new XElement("ListEntry", new XElement("ListItems", view.List.Select(line => new XElement("ListItem",
            new XElement("Label", line.Label),
            line.IsOptional
                ? new XElement("ItemSelectionCondition", new XElement("ScriptBlock", $"@(@($_.{line.Property}) -ne $null).Count -gt 0"))
                : null,
            ItemExpression.Of(type, line)))))));
}
