using System;
using System.Globalization;
using System.Net;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>The domain that a person means by a domain, an e-mail address or an internationalised name of either kind.</summary>
public static class MailDomain
{
    private const int MaximumLabelLength = 63;

    /// <summary>
    /// The longest name without its final dot (RFC 1035 section 3.1: 255 octets with a length before each label and the root).
    /// </summary>
    private const int MaximumLength = 253;

    /// <summary>
    /// Gives the domain in A-labels (RFC 5890) and lower case: servers compress names onto the question, whose case would
    /// else come back in the names of exchangers. It is absolute and comes without a final dot; no search list applies.
    /// </summary>
    /// <param name="text">For example <c>Bücher.example</c>, <c>example.com.</c> or <c>user@example.com</c>.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidDomainName"/>.</exception>
    public static string Parse(string text)
    {
        // The last at sign, since a quoted local part may have one of its own.
        var domain = text.Substring(text.LastIndexOf('@') + 1).Trim();
        if (domain.Length == 0 || domain == ".")
        {
            throw Invalid(text, "there is no domain in it");
        }

        if (domain[0] == '[' || IPAddress.TryParse(domain, out _))
        {
            throw Invalid(text, "an IP address has no mail exchanger; mail for it goes to the address itself (RFC 5321 section 5.1)");
        }

        var ascii = ToALabels(domain).ToLowerInvariant();
        RequireHostName(ascii);
        if (ascii[ascii.Length - 1] == '.')
            ascii = ascii.Substring(0, ascii.Length - 1);
        RequireLengths(ascii);
        return ascii;
    }

    private static string ToALabels(string domain)
    {
        if (IsAscii(domain))
        {
            return domain;
        }

        try
        {
            return new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException failure)
        {
            throw Invalid(domain, "it has no form in ASCII (RFC 5890)", failure);
        }
    }

    private static bool IsAscii(string text)
    {
        foreach (var character in text)
        {
            if (character > '\x7F')
            {
                return false;
            }
        }

        return true;
    }

    // RFC 5321 section 4.1.2, and the underscore, which hosts have although they should not.
    private static void RequireHostName(string domain)
    {
        for (var i = 0; i < domain.Length; i++)
        {
            if (!IsHostNameCharacter(domain[i]))
            {
                throw Invalid(domain, "a domain has letters, digits, hyphens and dots only");
            }

            var isEdge = i == 0 || domain[i - 1] == '.' || i == domain.Length - 1 || domain[i + 1] == '.';
            if (domain[i] == '-' && isEdge)
            {
                throw Invalid(domain, "a label neither begins nor ends with a hyphen");
            }
        }
    }

    private static void RequireLengths(string domain)
    {
        if (domain.Length > MaximumLength)
            throw Invalid(domain, "it is longer than the 255 octets that a domain name may have");

        foreach (var label in domain.Split('.'))
        {
            if (label.Length == 0)
                throw Invalid(domain, "it has an empty label");
            if (label.Length > MaximumLabelLength)
                throw Invalid(domain, "it has a label of more than 63 octets");
        }
    }

    /// <summary>Letters, digits, hyphen and dot, and the underscore.</summary>
    internal static bool IsHostNameCharacter(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_';

    private static MailException Invalid(string text, string fault, Exception? inner = null) =>
        new(MailErrors.InvalidDomainName, $"The name \"{WireText.Excerpt(text)}\" cannot be a mail domain: {fault}.", inner);
}
