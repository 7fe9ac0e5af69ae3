using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>
/// Reads BODYSTRUCTURE as servers send it (RFC 9051 section 9, <c>body</c>). Each mend here stands for a server that was met: an
/// empty multipart of Dovecot, Gmail, QQ and Yandex, dispositions of Exchange, parentheses too many of Domino, NIL for anything.
/// </summary>
internal static class ImapBodyStructure
{
    private static readonly HashSet<string> MultipartSubtypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "mixed", "alternative", "related", "digest", "parallel", "report", "signed", "encrypted", "form-data",
    };

    /// <summary>The structure of a message; null for what is none. The depth is bounded by that of the value.</summary>
    public static ImapBodyPart? Read(ImapValue? value) => value is null ? null : Read(Bare(value), "");

    /// <summary>Without parentheses around it that the grammar does not have: <c>(("text" …))</c> is no multipart, which would have a subtype.</summary>
    private static ImapValue Bare(ImapValue value)
    {
        while (value.Items.Count == 1 && value[0].List is not null)
            value = value[0];
        return value;
    }

    private static ImapBodyPart? Read(ImapValue value, string section)
    {
        if (value.List is not { Count: > 0 } items)
            return null;
        if (items[0].List is not null || IsEmptyMultipart(value))
            return Multipart(value, section);
        return Single(value, section.Length == 0 ? "1" : section);
    }

    /// <summary>
    /// A multipart without parts is <c>(NIL "alternative" …</c> or begins with its subtype at once, which a type never is. A part of
    /// which the server knows nothing begins with NIL twice.
    /// </summary>
    private static bool IsEmptyMultipart(ImapValue value) => value[0].Text is { } first
        ? value[1].Text is null && MultipartSubtypes.Contains(first)
        : value[1].Text is not null && MultipartSubtypes.Contains(value[1].Text!);

    private static ImapBodyPart Multipart(ImapValue value, string section)
    {
        var index = 0;
        var parts = new List<ImapBodyPart>();
        for (; value[index].List is { } list && index < value.Items.Count; index++)
        {
            // An empty list stands for a part that the server could not read; it counts, as the sections behind it do.
            var inner = (section.Length == 0 ? "" : section + ".") + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            parts.Add(Read(list.Count == 0 ? value[index] : Bare(value[index]), inner) ?? new ImapBodyPart { Section = inner });
        }

        if (value[index].IsNil)
            index++;
        var (disposition, parameters) = ReadDisposition(value[index + 2]);
        return new ImapBodyPart
        {
            Section = section,
            Type = "multipart",
            Subtype = Lower(value[index].Text) ?? "mixed",
            Parameters = ReadParameters(value[index + 1]),
            Disposition = disposition,
            DispositionParameters = parameters,
            Parts = parts,
        };
    }

    private static ImapBodyPart Single(ImapValue value, string section)
    {
        var (type, subtype, index) = ReadType(value);
        var isMessage = type == "message" && subtype is "rfc822" or "global";
        var envelope = isMessage && value[index + 5].List is not null ? value[index + 5] : null;

        // body-type-msg has envelope, body and lines behind the size, and body-type-text its lines; Gmail gives a message that is
        // encoded as any other part.
        var behind = index + 5 + (envelope is not null ? 3 : type == "text" || (isMessage && value[index + 5].Number is not null) ? 1 : 0);
        var (disposition, parameters) = ReadDisposition(value[behind + 1]);
        return new ImapBodyPart
        {
            Section = section,
            Type = type,
            Subtype = subtype,
            Parameters = ReadParameters(value[index]),
            ContentId = value[index + 1].Text,
            Description = value[index + 2].Text,
            Encoding = Lower(value[index + 3].Text),
            Size = value[index + 4].Number,
            Disposition = disposition,
            DispositionParameters = parameters,
            Envelope = ImapEnvelope.Read(envelope),
            Parts = envelope is not null && Attached(Bare(value[index + 6]), section) is { } body ? [body] : [],
        };
    }

    /// <summary>The body of an attached message: a multipart has its section, anything else is part 1 of it (RFC 9051 section 6.4.5.1).</summary>
    private static ImapBodyPart? Attached(ImapValue value, string section) =>
        Read(value, value[0].List is not null || IsEmptyMultipart(value) ? section : section + ".1");

    /// <summary>Type and subtype, and the index of what is behind them. Where one of the two is missing, parameters or NIL come second.</summary>
    private static (string Type, string Subtype, int Next) ReadType(ImapValue value)
    {
        var first = Lower(value[0].Text);
        if (Lower(value[1].Text) is { } second)
            return (first is null or "" ? "application" : first, second, 2);
        return first switch
        {
            null => ("application", "octet-stream", value[1].IsNil ? 2 : 1),
            "text" => (first, "plain", 1),
            "application" or "image" or "audio" or "video" or "message" => (first, "octet-stream", 1),
            _ => ("application", first, 1),
        };
    }

    /// <summary>body-fld-param: names and values in turn, or NIL. Domino puts further parentheses around them.</summary>
    private static List<KeyValuePair<string, string>> ReadParameters(ImapValue value)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        var items = value.Items.Any(item => item.List is not null) ? [.. value.Items.SelectMany(item => item.List ?? [item])] : value.Items;
        for (var i = 0; i < items.Count; i += 2)
        {
            if (items[i].Text is { } name)
                parameters.Add(new KeyValuePair<string, string>(name, i + 1 < items.Count ? items[i + 1].Text ?? "" : ""));
        }

        return parameters;
    }

    /// <summary>body-fld-dsp: a list of disposition and parameters, or NIL. Exchange writes <c>"inline"</c> and <c>(NIL NIL)</c> as well.</summary>
    private static (string? Disposition, List<KeyValuePair<string, string>> Parameters) ReadDisposition(ImapValue value)
    {
        var bare = Bare(value);
        if (bare.Text is { } alone)
            return (Lower(alone.Trim('"')), []);
        if (bare.List is null)
            return (null, []);

        var parameters = ReadParameters(bare[1]);
        var name = Lower(bare[0].Text?.Trim('"'));
        return (string.IsNullOrEmpty(name) ? parameters.Count > 0 ? "attachment" : null : name, parameters);
    }

    private static string? Lower(string? text) => text?.ToLowerInvariant();
}
