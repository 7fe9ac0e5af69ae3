using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>A part of a message as its server has parsed it (BODYSTRUCTURE, RFC 9051 section 7.5.2).</summary>
public sealed class ImapBodyPart
{
    internal ImapBodyPart()
    {
    }

    /// <summary>What FETCH calls the part: <c>1.2</c>; empty for a message that is a multipart.</summary>
    public string Section { get; internal init; } = "";

    /// <summary>The type in lower case: <c>text</c>.</summary>
    public string Type { get; internal init; } = "application";

    /// <summary>The subtype in lower case: <c>plain</c>.</summary>
    public string Subtype { get; internal init; } = "octet-stream";

    /// <summary>The parameters of the type, in the order of the server.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; internal init; } = [];

    /// <summary>The Content-ID; null if there is none.</summary>
    public string? ContentId { get; internal init; }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; internal init; }

    /// <summary>The transfer encoding in lower case: <c>base64</c>; null where the server gives none.</summary>
    public string? Encoding { get; internal init; }

    /// <summary>The size in octets as it is transferred; null where the server does not know, and for a multipart.</summary>
    public long? Size { get; internal init; }

    /// <summary>The disposition in lower case: <c>attachment</c>; null if there is none.</summary>
    public string? Disposition { get; internal init; }

    /// <summary>The parameters of the disposition, in the order of the server.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> DispositionParameters { get; internal init; } = [];

    /// <summary>The parts of a multipart, or the body of an attached message; none for anything else.</summary>
    public IReadOnlyList<ImapBodyPart> Parts { get; internal init; } = [];

    /// <summary>The envelope of an attached message; null for anything else, and where it cannot be read.</summary>
    public ImapEnvelope? Envelope { get; internal init; }

    /// <summary>Whether it is a multipart.</summary>
    public bool IsMultipart => Type == "multipart";

    /// <summary>Whether it is a message, whose only part is its body.</summary>
    public bool IsMessage => Type == "message" && Subtype is "rfc822" or "global";

    /// <summary>The value of a parameter of the type, or null.</summary>
    public string? Parameter(string name) => Find(Parameters, name);

    /// <summary>The value of a parameter of the disposition, or null.</summary>
    public string? DispositionParameter(string name) => Find(DispositionParameters, name);

    /// <summary>This part and all beneath it, in the order of the message.</summary>
    public IEnumerable<ImapBodyPart> All()
    {
        var waiting = new Stack<ImapBodyPart>();
        waiting.Push(this);
        while (waiting.Count > 0)
        {
            var part = waiting.Pop();
            yield return part;
            foreach (var inner in part.Parts.Reverse())
                waiting.Push(inner);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Section} {Type}/{Subtype}".TrimStart();

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> parameters, string name) =>
        parameters.FirstOrDefault(parameter => parameter.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
