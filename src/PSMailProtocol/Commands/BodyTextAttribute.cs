using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes a text, or the lines of one as <c>Get-Content</c> and <c>ConvertTo-Html</c> emit them, which are joined. An object that has
/// no text but the name of its type is an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BodyTextAttribute : ArgumentTransformationAttribute
{
    private readonly string _advice;

    /// <param name="advice">How to give what is shown of an object, as the end of a sentence.</param>
    public BodyTextAttribute(string advice) => _advice = advice;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // An empty text is an empty line of the body, and null none.
        if (CellAttribute.IsNull(inputData))
            return null;
        return BareObject.Of(inputData) as string ?? string.Join("\r\n", Lines(inputData));
    }

    private IEnumerable<string> Lines(object? value) =>
        BareObject.Of(value) is not byte[] && LanguagePrimitives.GetEnumerable(value) is { } several
            ? several.Cast<object?>().Where(line => !CellAttribute.IsNull(line)).SelectMany(Lines)
            : [TextOf(value!)];

    private string TextOf(object value)
    {
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        var type = bare.GetType();
        var isText = LanguagePrimitives.TryConvertTo<string>(value, CultureInfo.InvariantCulture, out var text)
            && bare is not (byte[] or IDictionary or PSCustomObject)
            && !text.StartsWith(type.FullName!, StringComparison.Ordinal);
        return isText
            ? text
            : throw new ArgumentTransformationMetadataException(
                $"{WireText.Excerpt(type.Name)} is no text. Give what PowerShell shows of it, {_advice}.");
    }
}
