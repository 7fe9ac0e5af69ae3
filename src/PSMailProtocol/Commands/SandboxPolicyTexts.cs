using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Commands;

/// <summary>
/// Policies of MTA-STS as a person gives them: a table of domains, each with the text or with a table of its fields (RFC 8461 section 3.2).
/// </summary>
internal static class SandboxPolicyTexts
{
    private const string Version = "version";
    private const string Age = "max_age";

    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, <see cref="MailErrors.InvalidDomainName"/>.</exception>
    public static void AddTo(MailSandbox sandbox, IDictionary? policies, string parameter)
    {
        foreach (DictionaryEntry policy in policies ?? new Hashtable())
        {
            var domain = $"{BareObject.Of(policy.Key)}";
            try
            {
                sandbox.SetPolicy(domain,
                    Text(policy.Value)
                        ?? throw new MailException(MailErrors.InvalidParameter, "there is neither a text nor a table of fields."));
            }
            catch (MailException e)
            {
                throw new AdvisedException(
                    e.Error,
                    $"-{parameter}: {WireText.Excerpt(domain)}: {WireText.Sanitize(e.Message)}",
                    $"Write the policies as in -{parameter} @{{ 'example.com' = @{{ mode = 'enforce'; mx = 'mx.example.com'; max_age = " +
                    $"86400 }} }}. Nothing was started.");
            }
        }
    }

    /// <summary>
    /// A text as it stands, since a test may want one that is none; fields in lines, those that every policy has before the others.
    /// </summary>
    private static string? Text(object? policy) => BareObject.Of(policy) switch
    {
        IDictionary { Count: > 0 } fields => string.Concat(Lines(fields).Select(line => line + "\n")),
        string { Length: > 0 } text => text,
        _ => null,
    };

    private static IEnumerable<string> Lines(IDictionary fields)
    {
        var given = fields.Cast<DictionaryEntry>()
            .Select(field => (Name: $"{BareObject.Of(field.Key)}".ToLowerInvariant(), field.Value)).ToArray();
        if (!given.Any(field => field.Name == Version))
            yield return $"{Version}: STSv1";
        foreach (var (name, value) in given.OrderBy(field => field.Name != Version))
        {
            foreach (var element in LanguagePrimitives.GetEnumerable(BareObject.Of(value))?.Cast<object?>() ?? [value])
                yield return $"{name}: {element}";
        }

        if (!given.Any(field => field.Name == Age))
            yield return $"{Age}: 86400";
    }
}
