using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>What kind of content a part has (RFC 2045 section 5).</summary>
public sealed class ContentType
{
    private static readonly string[] CommonTokens =
        ["text", "plain", "html", "multipart", "mixed", "alternative", "related", "application", "image"];

    private ContentType(string type, string subtype, ParameterList parameters)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
        MediaType = GetMediaType(type, subtype);
    }

    /// <summary>Type and subtype in lower case, such as <c>text/plain</c>.</summary>
    public string MediaType { get; }

    /// <summary>The type in lower case, such as <c>text</c>.</summary>
    public string Type { get; }

    /// <summary>The subtype in lower case, such as <c>plain</c>.</summary>
    public string Subtype { get; }

    /// <summary>The parameters, decoded, in order; their names in lower case, each once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AllParameters => Parameters.Items;

    /// <summary>The <c>charset</c> parameter, or <c>null</c>.</summary>
    public string? Charset => GetParameter("charset");

    /// <summary>The <c>boundary</c> parameter, or <c>null</c>.</summary>
    public string? Boundary => GetParameter("boundary");

    /// <summary>The <c>name</c> parameter, an older place for a file name, or <c>null</c>.</summary>
    public string? Name => GetParameter("name");

    /// <summary>What a part is that says nothing (RFC 2045 section 5.2).</summary>
    internal static ContentType TextPlain { get; } = new("text", "plain", ParameterList.Empty);

    /// <summary>What a part of a digest is that says nothing (RFC 2046 section 5.1.5).</summary>
    internal static ContentType MessageRfc822 { get; } = new("message", "rfc822", ParameterList.Empty);

    internal ParameterList Parameters { get; }

    internal bool IsMultipart => Type == "multipart";

    /// <summary>Whether the content is a message with a header block of its own (RFC 2046 section 5.2.1, RFC 6532 section 3.7).</summary>
    internal bool IsMessage => MediaType is "message/rfc822" or "message/global" or "message/news";

    /// <summary>A parameter's decoded value, or <c>null</c>.</summary>
    /// <param name="name">The parameter's name, in lower case.</param>
    public string? GetParameter(string name) => Parameters.Find(name);

    /// <inheritdoc/>
    public override string ToString() => MediaType;

    /// <summary>Reads a field's value. What cannot be read is <c>text/plain</c>, as RFC 2045 section 5.2 has it.</summary>
    internal static ContentType Read(byte[] buffer, int start, int end, DecodingContext context)
    {
        var position = HeaderScan.SkipSpaceAndComments(buffer, start, end);
        var type = ReadToken(buffer, ref position, end);
        position = HeaderScan.SkipSpaceAndComments(buffer, position, end);
        var subtype = "";
        if (type.Length > 0 && position < end && buffer[position] == '/')
        {
            position = HeaderScan.SkipSpaceAndComments(buffer, position + 1, end);
            subtype = ReadToken(buffer, ref position, end);
        }

        var parameters = ParameterParser.Read(buffer, position, end, context);
        if (subtype.Length > 0)
        {
            return new ContentType(type, subtype, parameters);
        }

        context.Report(MimeDefect.InvalidContentType, start);
        return type == "multipart" && parameters.Find("boundary") is not null
            ? new ContentType(type, "mixed", parameters)
            : new ContentType("text", "plain", parameters);
    }

    private static string ReadToken(byte[] buffer, ref int position, int end)
    {
        var start = position;
        while (position < end && IsTokenOctet(buffer[position]))
        {
            position++;
        }

        return KnownType(buffer, start, position - start) ?? Encoding.ASCII.GetString(buffer, start, position - start).ToLowerInvariant();
    }

    private static bool IsTokenOctet(byte octet) => octet is > (byte)' ' and < 127
        and not ((byte)';' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'=' or (byte)'"' or (byte)',' or (byte)'<' or (byte)'>');

    private static string? KnownType(byte[] buffer, int start, int length)
    {
        foreach (var known in CommonTokens)
        {
            if (known.Length == length && FieldNames.Equals(buffer, start, length, known))
            {
                return known;
            }
        }

        return null;
    }

    private static string GetMediaType(string type, string subtype) => (type, subtype) switch
    {
        ("text", "plain") => "text/plain",
        ("text", "html") => "text/html",
        ("multipart", "mixed") => "multipart/mixed",
        ("multipart", "alternative") => "multipart/alternative",
        ("multipart", "related") => "multipart/related",
        _ => type + "/" + subtype,
    };
}
