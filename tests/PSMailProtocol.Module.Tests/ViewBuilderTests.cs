using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using PSMailProtocol.ViewBuilder;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>No view can forget that a text may be a stranger's: the type of a property decides how it is shown.</summary>
public class ViewBuilderTests
{
    [Theory]
    [InlineData("Count", PropertyKind.Number)]
    [InlineData("Size", PropertyKind.Number)]
    [InlineData("Day", PropertyKind.Word)]
    [InlineData("IsSeen", PropertyKind.Word)]
    [InlineData("Duration", PropertyKind.Word)]
    [InlineData("Date", PropertyKind.Date)]
    [InlineData("Names", PropertyKind.Several)]
    [InlineData("Parts", PropertyKind.Several)]
    [InlineData("Parts.Count", PropertyKind.Several)]
    [InlineData("Subject", PropertyKind.Text)]
    [InlineData("Anything", PropertyKind.Text)]
    [InlineData("Inner.Subject", PropertyKind.Text)]
    [InlineData("Inner.Size", PropertyKind.Number)]
    internal void A_property_is_shown_as_its_type_wants(string path, PropertyKind kind) =>
    Assert.Equal(kind, PropertyKinds.Of(typeof(Sample), path));

    [Fact]
    public void What_can_be_text_is_sanitized_in_tables_in_lists_and_in_one_line()
    {
        Item[] items =
        [
            "Count", "Day", "Date", "Names", "Subject", "Anything", new Item("Lines") { Property = "Subject", HasLines = true },
            new Item("Own") { Text = "$_.Subject" },
        ];
        TypeView[] views = [new("Sample") { Table = items, List = items, Display = "$this.Subject" }];

        var shown = FormatDocument.Of(views, _ => typeof(Sample)).Descendants("TableColumnItem")
            .Concat(FormatDocument.Of(views, _ => typeof(Sample)).Descendants("ListItem")).ToArray();
        var display = TypesDocument.Of(views, _ => typeof(Sample)).Descendants("GetScriptBlock").Select(script => script.Value);

        Assert.Equal(16, shown.Length);
        Assert.Equal(["Count", "Day", "Count", "Day"], shown.Elements("PropertyName").Select(name => name.Value));
        Assert.All(
            shown.Elements("ScriptBlock").Select(script => script.Value)
                .Where(script => !script.Contains("LocalDateTime", StringComparison.Ordinal)),
            script => Assert.Contains("WireText]::Sanitize(", script, StringComparison.Ordinal));
        Assert.All(display, script => Assert.Equal("[PSMailProtocol.Net.WireText]::Sanitize($this.Subject)", script));
    }

    [Fact]
    public void A_property_that_there_is_not_and_text_among_objects_of_other_types_are_refused()
    {
        Assert.Throws<ViewException>(() => FormatDocument.Of([new("Sample") { Table = ["Missing"], List = [] }], _ => typeof(Sample)));
        Assert.Throws<ViewException>(
            () => TypesDocument.Of([new("Sample") { Table = [], List = [], Mixed = ["Subject"] }], _ => typeof(Sample)));
        Assert.Throws<ViewException>(
            () => TypesDocument.Of([new("Sample") { Table = [], List = [], Mixed = ["Names"] }], _ => typeof(Sample)));
    }

    [Fact]
    public void Stored_objects_have_the_public_properties_alone_and_a_twin_without_what_is_hidden()
    {
        var types =
            TypesDocument.Of([new("Sample") { Table = [], List = [], Mixed = ["Count"], Hidden = ["Fields"] }],
                _ => typeof(Derived)).Root!.Elements().ToArray();

        Assert.Equal(
            ["Own", "Count", "Size", "Day", "IsSeen", "Duration", "Date", "Names", "Parts", "Subject", "Anything", "Inner"],
            Set(types[0], "PropertySerializationSet"));
        Assert.Contains(types[0].Descendants("ScriptProperty"), property => property.Element("Name")!.Value == "Fields");
        Assert.Equal("Deserialized." + typeof(Derived).FullName, types[1].Element("Name")!.Value);
        Assert.DoesNotContain(types[1].Descendants("ScriptProperty"), property => property.Element("Name")!.Value == "Fields");
        Assert.All(types, type => Assert.Equal(["Count", "Display"], Set(type, "DefaultDisplayPropertySet")));
    }

    private static IEnumerable<string> Set(XElement type, string name) => type.Descendants("PropertySet")
        .Single(set => set.Element("Name")!.Value == name)
        .Descendants("ReferencedProperties").Elements().Select(element => element.Value);

    private class Sample
    {
        public int Count { get; set; }

        public long? Size { get; set; }

        public DayOfWeek? Day { get; set; }

        public bool IsSeen { get; set; }

        public TimeSpan Duration { get; set; }

        public DateTimeOffset? Date { get; set; }

        public IReadOnlyList<string> Names { get; set; } = [];

        public IReadOnlyList<Sample> Parts { get; set; } = [];

        public virtual string Subject { get; set; } = "";

        public object? Anything { get; set; }

        public Sample? Inner { get; set; }
    }

    private sealed class Derived : Sample
    {
        public string Own { get; set; } = "";

        public override string Subject { get; set; } = "";
    }
}
