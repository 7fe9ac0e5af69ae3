using System;
using System.Xml.Linq;

namespace PSMailProtocol.ViewBuilder;

/// <summary>What stands in a format file for one column or line: the property's name, or a script block that shows it.</summary>
internal static class ItemExpression
{
    /// <summary>The element for an item of a type.</summary>
    /// <exception cref="ViewException">The type has no such property.</exception>
    public static XElement Of(Type type, Item item)
    {
        if (item.Text is not null)
            return Script(Sanitized($"$({item.Text})"));

        var value = $"$_.{item.Property}";
        return (PropertyKinds.Of(type, item.Property), item.HasLines) switch
        {
            (PropertyKind.Number or PropertyKind.Word, _) => new XElement("PropertyName", item.Property),
            (PropertyKind.Date, _) =>
                Script($"if ($null -ne {value}) {{ {value}.LocalDateTime.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture) }}"),
            (_, true) =>
                Script(
                    $"if ($null -ne {value}) {{ ({value} -split '\\r\\n|\\r|\\n').ForEach({{ {Sanitized("$_")} }}) -join " +
                    $"[Environment]::NewLine }}"),
            (PropertyKind.Several, _) => Script(Sanitized($"{value} -join ', '")),
            _ => Script(Sanitized(value)),
        };
    }

    /// <summary>
    /// Text that a sender or a server wrote may hold control characters that drive the terminal it is shown on. They are shown as
    /// question marks; the property itself stays as it was received.
    /// </summary>
    public static string Sanitized(string text) => $"[PSMailProtocol.Net.WireText]::Sanitize({text})";

    private static XElement Script(string script) => new("ScriptBlock", script);
}
