using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PSMailProtocol.Commands;

/// <summary>Takes an encoding as <c>Send-MailMessage -Encoding</c> does: the object, its name, or the number of a code page.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextEncodingAttribute : CellAttribute
{
    /// <summary>
    /// PowerShell's own names; every other one is asked of the platform. Mail does not carry UTF-7, which newer platforms lack.
    /// </summary>
    private static readonly Dictionary<string, Func<Encoding>> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ansi"] = () => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
        ["ascii"] = () => Encoding.ASCII,
        ["bigendianunicode"] = () => Encoding.BigEndianUnicode,
        ["bigendianutf32"] = () => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        ["byte"] = () => Encoding.Unicode,
        ["default"] = () => new UTF8Encoding(false),
        ["oem"] = () => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
        ["string"] = () => Encoding.Unicode,
        ["unicode"] = () => Encoding.Unicode,
        ["unknown"] = () => Encoding.Unicode,
        ["utf7"] = () => new UTF8Encoding(false),
        ["utf8"] = () => new UTF8Encoding(false),
        ["utf8BOM"] = () => new UTF8Encoding(false),
        ["utf8NoBOM"] = () => new UTF8Encoding(false),
        ["utf32"] = () => Encoding.UTF32,
    };

    public TextEncodingAttribute()
        : base(typeof(Encoding))
    {
    }

    /// <inheritdoc/>
    protected override object Fit(EngineIntrinsics engineIntrinsics, object value)
    {
        try
        {
            return value switch
            {
                Encoding encoding => encoding,
                string name => Named(name.Trim()),
                int codePage => Encoding.GetEncoding(codePage),
                _ => throw Unknown(value, null),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Unknown(value, e);
        }
    }

    private static Encoding Named(string name)
    {
        if (Names.TryGetValue(name, out var known))
            return known();
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage)
            ? Encoding.GetEncoding(codePage)
            : Encoding.GetEncoding(name);
    }

    private static ArgumentTransformationMetadataException Unknown(object value, Exception? cause) =>
        new($"\"{value}\" names no encoding. Use utf8, ascii, a charset such as iso-8859-1, the number of a code page, or an Encoding " +
            "object.", cause);
}
