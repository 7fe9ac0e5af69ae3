using System;
using System.Collections.Generic;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Message ids (RFC 5322 section 3.6.4), alone and in lists, with and without their angle brackets.</summary>
internal static class MessageIds
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', ','];
    private static readonly char[] Brackets = ['<', '>'];

    public static string? First(Header? field) => Read(field) is { Count: > 0 } ids ? ids[0] : null;

    /// <summary>The ids of a field; words without brackets count only where there are no brackets at all.</summary>
    public static IReadOnlyList<string> Read(Header? field)
    {
        var ids = new List<string>();
        if (field is null)
            return ids;

        var text = FieldText.FromOctets(field.RawValue);
        for (var open = text.IndexOf('<'); open >= 0;)
        {
            var close = text.IndexOfAny(Brackets, open + 1);
            close = close < 0 ? text.Length : close;
            Add(ids, text.Substring(open + 1, close - open - 1));
            open = close < text.Length ? text.IndexOf('<', close) : -1;
        }

        if (ids.Count == 0)
            Array.ForEach(FieldText.WithoutComments(text).Split(Blanks), word => Add(ids, word.Trim(Brackets)));
        return ids;
    }

    // Folds inside an id are not part of it.
    private static void Add(List<string> ids, string id)
    {
        id = string.Concat(id.Split(Blanks));
        if (id.Length > 0)
            ids.Add(id);
    }
}
