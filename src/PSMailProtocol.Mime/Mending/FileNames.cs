using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>
/// File names that the library reads otherwise or not at all: with the backslashes of a Windows path, which it takes for quoting;
/// with the next parameter behind them and no semicolon between; behind a parameter that is none, or with quotes in them; with
/// encoded-words cut into segments of RFC 2231.
/// </summary>
internal static class FileNames
{
    private const int Longest = 1024;

    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Path = new("""name\s*=\s*"([^"\\=]+(?:\\[^"\\=]+)+)["]""", AnyCase);
    private static readonly Regex Glued = new(
        """name\s*=\s*([^\s";][^";\r\n]*?)\s+(?:size|charset|format|(?:file)?name|\w+-date|x-[\w-]+)\s*=""", AnyCase);
    private static readonly Regex Lost = new("""name\s*=\s*"?([^;\r\n]*?)"?\s*(?:;|$)""", AnyCase);

    public static string Read(MailPart part)
    {
        var (disposition, type) = (Raw(part.Find(HeaderId.ContentDisposition)), Raw(part.Find(HeaderId.ContentType)));
        var name = Match(Path, disposition) ?? Match(Glued, disposition) ?? part.Disposition?.FileName;
        name ??= Match(Path, type) ?? Match(Glued, type) ?? part.Type.Name;
        name ??= Match(Lost, disposition) ?? Match(Lost, type) ?? "";
        return name.IndexOf("=?", System.StringComparison.Ordinal) < 0
            ? FieldText.WithoutLineEnds(name.Trim())
            : FieldText.Read(Charsets.Utf8.GetBytes(name), Charsets.Utf8);
    }

    private static string Raw(Header? field) =>
        field is null || field.RawValue.Length > Longest ? "" : Charsets.Utf8.GetString(field.RawValue);

    private static string? Match(Regex name, string field) =>
        name.Match(field) is { Success: true } found ? found.Groups[1].Value : null;
}
