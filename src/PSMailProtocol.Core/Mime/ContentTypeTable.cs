using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Content types by file name extension, for the files that people attach.</summary>
internal static class ContentTypeTable
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain", [".log"] = "text/plain", [".md"] = "text/markdown", [".csv"] = "text/csv",
        [".tsv"] = "text/tab-separated-values", [".htm"] = "text/html", [".html"] = "text/html", [".css"] = "text/css",
        [".ics"] = "text/calendar", [".vcf"] = "text/vcard", [".js"] = "text/javascript", [".xml"] = "application/xml",
        [".json"] = "application/json", [".yaml"] = "application/yaml", [".yml"] = "application/yaml",
        [".pdf"] = "application/pdf", [".rtf"] = "application/rtf", [".ps"] = "application/postscript",
        [".zip"] = "application/zip", [".gz"] = "application/gzip", [".7z"] = "application/x-7z-compressed",
        [".tar"] = "application/x-tar", [".rar"] = "application/vnd.rar", [".bz2"] = "application/x-bzip2",
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif",
        [".bmp"] = "image/bmp", [".svg"] = "image/svg+xml", [".tif"] = "image/tiff", [".tiff"] = "image/tiff",
        [".webp"] = "image/webp", [".avif"] = "image/avif", [".heic"] = "image/heic", [".ico"] = "image/vnd.microsoft.icon",
        [".mp3"] = "audio/mpeg", [".wav"] = "audio/wav", [".ogg"] = "audio/ogg", [".m4a"] = "audio/mp4", [".flac"] = "audio/flac",
        [".mp4"] = "video/mp4", [".mpg"] = "video/mpeg", [".mpeg"] = "video/mpeg", [".mov"] = "video/quicktime",
        [".avi"] = "video/x-msvideo", [".webm"] = "video/webm", [".mkv"] = "video/matroska",
        [".doc"] = "application/msword", [".dot"] = "application/msword", [".xls"] = "application/vnd.ms-excel",
        [".ppt"] = "application/vnd.ms-powerpoint", [".msg"] = "application/vnd.ms-outlook",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text", [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odp"] = "application/vnd.oasis.opendocument.presentation", [".epub"] = "application/epub+zip",
        [".p7m"] = "application/pkcs7-mime", [".p7s"] = "application/pkcs7-signature", [".asc"] = "application/pgp-keys",
        [".cer"] = "application/pkix-cert", [".crt"] = "application/x-x509-ca-cert", [".sql"] = "application/sql",
    };

    /// <summary>An extension of a type, dot and all; an empty string where none is known.</summary>
    public static string ExtensionOf(string contentType)
    {
        foreach (KeyValuePair<string, string> entry in ByExtension)
        {
            if (string.Equals(entry.Value, contentType, StringComparison.OrdinalIgnoreCase))
                return entry.Key;
        }

        return "";
    }
}
