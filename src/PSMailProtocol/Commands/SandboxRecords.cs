using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Commands;

/// <summary>What a name server is to know, as a person gives it: a table of names, each with a table of types and data.</summary>
internal static class SandboxRecords
{
    private const string Form =
        "@{ 'example.com' = @{ MX = '10 mail.example.com'; TXT = 'v=spf1 -all' }; 'mail.example.com' = @{ A = '192.0.2.1' } }";

    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, <see cref="MailErrors.InvalidDomainName"/>.</exception>
    public static void AddTo(SandboxZone zone, IDictionary? records, string parameter)
    {
        foreach (DictionaryEntry domain in records ?? new Hashtable())
        {
            var name = $"{BareObject.Of(domain.Key)}";
            if (BareObject.Of(domain.Value) is not IDictionary types)
                throw Wrong(MailErrors.InvalidParameter, $"-{parameter}: {WireText.Excerpt(name)} has no table of records.", parameter);

            foreach (DictionaryEntry type in types)
                Add(zone, name, $"{BareObject.Of(type.Key)}", Values(type.Value), parameter);
        }
    }

    private static void Add(SandboxZone zone, string name, string type, IReadOnlyList<object> values, string parameter)
    {
        var where = $"-{parameter}: {WireText.Excerpt(name)}, {WireText.Excerpt(type)}";
        if (values.Count == 0)
            throw Wrong(MailErrors.InvalidParameter,
                $"{where}: there is no data. A domain that takes no mail has the MX 0 and a dot: MX = '0 .'.", parameter);

        foreach (var value in values)
        {
            try
            {
                zone.Add(name, type, $"{value}");
            }
            catch (MailException e)
            {
                throw Wrong(e.Error, $"{where}: {WireText.Sanitize(e.Message)}", parameter);
            }
        }
    }

    private static IReadOnlyList<object> Values(object? value)
    {
        var bare = BareObject.Of(value);
        var several = bare is not string && LanguagePrimitives.GetEnumerable(bare) is { } elements ? elements.Cast<object?>() : [bare];
        return [.. several.Select(BareObject.Of).Where(element => !CellAttribute.IsNull(element)).OfType<object>()];
    }

    private static AdvisedException Wrong(MailError error, string message, string parameter) =>
        new(error, message, $"Write the records as in -{parameter} {Form}; several of a type as an array. Nothing was started.");
}
