using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>File names with the backslashes of a Windows path, which the library takes for quoting, and without line ends.</summary>
internal static class FileNames
{
    private const int Longest = 4096;

    private static readonly Regex Path = new("""name\s*=\s*"([^"\\=]+(?:\\[^"\\=]+)+)["]""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static string Read(MailPart part)
    {
        var name = Raw(part.Find(HeaderId.ContentDisposition)) ?? part.Disposition?.FileName;
        name ??= Raw(part.Find(HeaderId.ContentType)) ?? part.Type.Name ?? "";
        return FieldText.WithoutLineEnds(name.Trim());
    }

    private static string? Raw(Header? field)
    {
        if (field is null || field.RawValue.Length > Longest)
            return null;

        var found = Path.Match(Charsets.Utf8.GetString(field.RawValue));
        return found.Success ? found.Groups[1].Value : null;
    }
}
