using System;
using System.Net;
using System.Net.Sockets;

namespace PSMailProtocol.Smtp;

/// <summary>The name by which a client introduces itself: a domain or an address literal (RFC 5321 section 4.1.1.1).</summary>
public static class SmtpClientName
{
    private const string IPv6Tag = "IPv6:";

    /// <summary>Reads a name as a person types it, and gives it as EHLO carries it: a domain in A-labels.</summary>
    /// <param name="text">A domain such as <c>host.example.com</c>, or an address literal such as <c>[192.0.2.1]</c>.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static string Parse(string text) => IsAddressLiteral(text) ? text : Domain(text);

    /// <summary>RFC 5321 section 4.1.3; what further kinds of literal there may be nobody registered.</summary>
    private static bool IsAddressLiteral(string text)
    {
        if (text.Length < 3 || text[0] != '[' || text[text.Length - 1] != ']')
            return false;

        var inner = text.Substring(1, text.Length - 2);
        return inner.StartsWith(IPv6Tag, StringComparison.OrdinalIgnoreCase)
            ? IsAddress(inner.Substring(IPv6Tag.Length), AddressFamily.InterNetworkV6)
            : inner.Split('.').Length == 4 && IsAddress(inner, AddressFamily.InterNetwork);
    }

    private static bool IsAddress(string text, AddressFamily family) =>
        text.IndexOfAny(['%', '[', ' ']) < 0 && IPAddress.TryParse(text, out var address) && address.AddressFamily == family;

    private static string Domain(string text)
    {
        try
        {
            if (text.IndexOf('@') < 0)
                return MailDomain.Parse(text);
        }
        catch (MailException e)
        {
            throw Invalid(e);
        }

        throw Invalid(null);
    }

    // The text is not repeated: it may carry control characters.
    private static MailArgumentException Invalid(MailException? cause) =>
        new(MailErrors.InvalidParameter, nameof(SmtpMailerOptions.ClientName), "is neither a domain nor an address literal.", cause);
}
