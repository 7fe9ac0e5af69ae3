using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Writes a BODYSTRUCTURE, or without its extension data a BODY (RFC 3501 section 7.4.2).</summary>
internal static class ImapBodyStructure
{
    public static void Write(ImapResponse response, ImapEntity entity, bool isExtended)
    {
        response.Text("(");
        var type = new ImapFieldParameters(entity.Field("Content-Type") ?? "");
        if (entity.IsMultipart)
            WriteMultipart(response, entity, type, isExtended);
        else
            WriteSingle(response, entity, type, isExtended);
        response.Text(")");
    }

    private static void WriteMultipart(ImapResponse response, ImapEntity entity, ImapFieldParameters type, bool isExtended)
    {
        foreach (var part in entity.Parts)
            Write(response, part, isExtended);

        // The grammar wants one part at least.
        if (entity.Parts.Count == 0)
            response.Text("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)");
        response.Text(" ").String(Subtype(entity));
        if (!isExtended)
            return;

        response.Text(" ");
        WriteParameters(response, type.Parameters);
        WriteDispositionAndBeyond(response, entity);
    }

    private static void WriteSingle(ImapResponse response, ImapEntity entity, ImapFieldParameters type, bool isExtended)
    {
        var slash = entity.MediaType.IndexOf('/');
        response.String(entity.MediaType.Substring(0, slash)).Text(" ").String(Subtype(entity)).Text(" ");
        var parameters = type.Parameters;
        if (parameters.Count == 0 && entity.MediaType == "text/plain")
            parameters = [new KeyValuePair<string, string>("charset", "us-ascii")];
        WriteParameters(response, parameters);
        response.Text(" ").String(entity.Field("Content-ID")).Text(" ").String(entity.Field("Content-Description")).Text(" ");
        response.String(entity.Field("Content-Transfer-Encoding") is { Length: > 0 } encoding ? encoding : "7bit");
        response.Text($" {entity.Content.Count}");
        if (entity.Attached is { } attached)
        {
            response.Text(" ");
            ImapEnvelope.Write(response, attached.Field);
            response.Text(" ");
            Write(response, attached, isExtended);
        }

        if (entity.Attached is not null || entity.MediaType.StartsWith("text/", System.StringComparison.Ordinal))
            response.Text($" {Lines(entity)}");
        if (!isExtended)
            return;

        response.Text(" ").String(entity.Field("Content-MD5"));
        WriteDispositionAndBeyond(response, entity);
    }

    private static string Subtype(ImapEntity entity) => entity.MediaType.Substring(entity.MediaType.IndexOf('/') + 1);

    private static int Lines(ImapEntity entity) => entity.Content.Count(octet => octet == (byte)'\n');

    private static void WriteParameters(ImapResponse response, List<KeyValuePair<string, string>> parameters)
    {
        response.Text(parameters.Count == 0 ? "NIL" : "(");
        for (var i = 0; i < parameters.Count; i++)
            response.Text(i > 0 ? " " : "").String(parameters[i].Key).Text(" ").String(parameters[i].Value);
        if (parameters.Count > 0)
            response.Text(")");
    }

    private static void WriteDispositionAndBeyond(ImapResponse response, ImapEntity entity)
    {
        response.Text(" ");
        if (entity.Field("Content-Disposition") is { Length: > 0 } field)
        {
            var disposition = new ImapFieldParameters(field);
            response.Text("(").String(disposition.Value).Text(" ");
            WriteParameters(response, disposition.Parameters);
            response.Text(")");
        }
        else
        {
            response.Text("NIL");
        }

        var languages = (entity.Field("Content-Language") ?? "").Split([',', ' '], System.StringSplitOptions.RemoveEmptyEntries);
        response.Text(languages.Length == 0 ? " NIL" : " (");
        for (var i = 0; i < languages.Length; i++)
            response.Text(i > 0 ? " " : "").String(languages[i]);
        response.Text(languages.Length > 0 ? ") " : " ").String(entity.Field("Content-Location"));
    }
}
