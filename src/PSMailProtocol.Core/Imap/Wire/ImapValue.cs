using System;
using System.Collections.Generic;
using System.Globalization;

namespace PSMailProtocol.Imap.Wire;

/// <summary>
/// A value as the grammar alone knows it: NIL, a string, or a list of values. What bends its own rules, as ENVELOPE and
/// BODYSTRUCTURE of real servers do, is read as this first, so that whatever it means the response behind it is still found.
/// </summary>
internal sealed class ImapValue
{
    private static readonly List<ImapValue> NoItems = [];

    private ImapValue(string? text, List<ImapValue>? items)
    {
        Text = text;
        List = items;
    }

    /// <summary>NIL, and what stands for a value that is not there.</summary>
    public static ImapValue Nil { get; } = new(null, null);

    /// <summary>The string; null for NIL and for a list.</summary>
    public string? Text { get; }

    /// <summary>The values of a list; null for anything else.</summary>
    public List<ImapValue>? List { get; }

    /// <summary>Whether it is NIL.</summary>
    public bool IsNil => Text is null && List is null;

    /// <summary>The values of a list; none for anything else.</summary>
    public List<ImapValue> Items => List ?? NoItems;

    /// <summary>The value at an index, or NIL where the server left it out.</summary>
    public ImapValue this[int index] => index >= 0 && index < Items.Count ? Items[index] : Nil;

    /// <summary>The value without parentheses around it that hold nothing else.</summary>
    public ImapValue Bare
    {
        get
        {
            var value = this;
            while (value.Items.Count == 1 && value[0].List is not null)
                value = value[0];
            return value;
        }
    }

    /// <summary>A number that is one; null for NIL, -1 and whatever else servers write where they do not know. Decimals are cut.</summary>
    public long? Number => ParseNumber(Text);

    /// <summary>Makes a string of its text, or NIL of null.</summary>
    public static ImapValue Of(string? text) => text is null ? Nil : new(text, null);

    /// <summary>Makes a list.</summary>
    public static ImapValue Of(List<ImapValue> items) => new(null, items);

    /// <summary>As <see cref="Number"/>, of text.</summary>
    public static long? ParseNumber(string? text)
    {
        if (text is null)
            return null;

        var point = text.IndexOf('.');
        return long.TryParse(point > 0 ? text.Substring(0, point) : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>Whether it is this word, in any letter case.</summary>
    public bool Is(string word) => string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}
