using System;

namespace PSMailProtocol.Sasl;

/// <summary>The grammar that all messages of SCRAM share: attributes of one letter, separated by commas (RFC 5802 section 5).</summary>
internal static class ScramMessage
{
    /// <summary>The value of the attribute that has to stand at an index.</summary>
    public static string Value(string[] attributes, int index, char name) =>
        index < attributes.Length && attributes[index].Length >= 2 && attributes[index][0] == name && attributes[index][1] == '='
            ? attributes[index].Substring(2)
            : throw Violation($"lacks \"{name}=\" where it belongs");

    /// <summary>Extensions behind the known attributes mean nothing to us, and still have to be attributes.</summary>
    public static void CheckExtensions(string[] attributes, int first)
    {
        for (var i = first; i < attributes.Length; i++)
        {
            var attribute = attributes[i];
            if (attribute.Length < 3 || attribute[0] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) || attribute[1] != '=')
                throw Violation("holds something that is no attribute");
        }
    }

    public static byte[] Octets(string base64)
    {
        try
        {
            // The runtime passes over white space in base64, which the grammar has none of.
            return base64.IndexOfAny([' ', '\t', '\r', '\n']) < 0 ? Convert.FromBase64String(base64) : throw new FormatException();
        }
        catch (FormatException)
        {
            throw Violation("holds something that should be base64 and is not");
        }
    }

    /// <summary>server-error: the server says why it refuses (RFC 5802 section 7).</summary>
    public static void ThrowIfRefused(string attribute)
    {
        if (attribute.StartsWith("e=", StringComparison.Ordinal))
            throw new ScramRefusedException(attribute.Substring(2));
    }

    public static MailException Violation(string what) => new(MailErrors.ProtocolViolation, $"The server's message for SCRAM {what}.");
}
