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

    /// <summary>
    /// The structure of a message; null for what is none. The depth is bounded by that of the value. <c>(("text" …))</c> is no multipart,
    /// which would have a subtype.
    /// </summary>
    public static ImapBodyPart? Read(ImapValue? value) => value is null ? null : Read(value.Bare, "");

    private static ImapBodyPart? Read(ImapValue value, string section)
    {
        if (value.List is not { Count: > 0 } items || items.TrueForAll(item => item.IsNil))
            return null;
        if (items[0].List is not null || IsEmptyMultipart(value) || (items[0].IsNil && IsBody(value[1])))
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
        // The subtype is the first text. An empty list or NIL before it stands for a part that the server could not read; it counts, as the
        // sections behind it do.
        var index = value.Items.FindIndex(item => item.Text is not null);
        if (index < 0)
            index = value.Items.TakeWhile(item => item.List is not null).Count();
        var parts = new List<ImapBodyPart>();
        for (var i = 0; i < index && (index > 1 || !value[i].IsNil); i++)
        {
            var inner = (section.Length == 0 ? "" : section + ".") + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            parts.Add(Read(value[i].Bare, inner) ?? new ImapBodyPart { Section = inner });
        }

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
        var (envelope, body, behind) = ReadMessage(value, type, index + 5);
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
            Parts = body is not null && Attached(body.Bare, section) is { } inner ? [inner] : [],
        };
    }

    /// <summary>
    /// What stands behind the size: of a message (body-type-msg) its envelope, its body and its lines, of a text its lines, of anything
    /// else nothing. Gmail gives a message that is encoded as anything else, and others leave out the envelope or the lines of a text, or
    /// give lines to every part.
    /// </summary>
    /// <returns>The envelope and the body, and the index of the MD5 sum behind all of it.</returns>
    private static (ImapValue? Envelope, ImapValue? Body, int Next) ReadMessage(ImapValue value, string type, int index)
    {
        if (type == "message" && IsBody(value[index]) && value[index + 1].Number is not null)
            return (null, value[index], Sum(value, index + 2));
        if (type == "message"
            && (value[index].List is { Count: not 2 }
                || (value[index].IsNil && (IsBody(value[index + 1]) || value[index + 2].Number is not null))))
            return (value[index], value[index + 1], Sum(value, index + 3));
        return (null, null, Sum(value, index + (type == "text" || value[index].Number is not null ? 1 : 0)));
    }

    /// <summary>Where the sum is. It is never a list: then that is the disposition already.</summary>
    private static int Sum(ImapValue value, int index) => value[index].List is null ? index : index - 1;

    /// <summary>
    /// Whether a list can be a body: a multipart, or type and subtype with five fields behind them. A disposition has two.
    /// </summary>
    private static bool IsBody(ImapValue value) =>
        value.Items.Count > 6 && value[0].Text is not null && value[1].Text is not null && ImapValue.ParseNumber(value[6].Text) is not null
        || value[0].List is not null && value.Items.Count > 1 && value[value.Items.FindIndex(item => item.List is null)].Text is not null;

    /// <summary>
    /// The body of an attached message: a multipart has its section, anything else is part 1 of it (RFC 9051 section 6.4.5.1).
    /// </summary>
    private static ImapBodyPart? Attached(ImapValue value, string section) =>
        Read(value, value[0].List is not null || IsEmptyMultipart(value) ? section : section + ".1");

    /// <summary>
    /// Type and subtype, and the index of what is behind them. Where one of the two is missing, parameters or NIL come second.
    /// </summary>
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
        var bare = value.Bare;
        var items = bare.Items.Any(item => item.List is not null) ? [.. bare.Items.SelectMany(item => item.List ?? [item])] : bare.Items;
        for (var i = 0; i < items.Count; i += 2)
        {
            if (items[i].Text is { } name)
                parameters.Add(new KeyValuePair<string, string>(name, i + 1 < items.Count ? items[i + 1].Text ?? "" : ""));
        }

        return parameters;
    }

    /// <summary>
    /// body-fld-dsp: a list of disposition and parameters, or NIL. Exchange writes <c>"inline"</c> and <c>(NIL NIL)</c> as well.
    /// </summary>
    private static (string? Disposition, List<KeyValuePair<string, string>> Parameters) ReadDisposition(ImapValue value)
    {
        var bare = value.Bare;
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
