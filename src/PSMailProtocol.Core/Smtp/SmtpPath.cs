using System;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>An address as MAIL and RCPT carry it (RFC 5321 section 4.1.2): domain in A-labels, local part quoted if it has to be.</summary>
public sealed class SmtpPath : IEquatable<SmtpPath>
{
    private SmtpPath(string address, bool needsSmtputf8)
    {
        Address = address;
        NeedsSmtputf8 = needsSmtputf8;
    }

    /// <summary>The address without angle brackets.</summary>
    public string Address { get; }

    /// <summary>Whether the local part is not ASCII. A domain never needs SMTPUTF8, since it has an ASCII form.</summary>
    public bool NeedsSmtputf8 { get; }

    /// <summary>The domain, as it goes out.</summary>
    public string Domain => Address.Substring(Address.LastIndexOf('@') + 1);

    /// <summary>Makes a path of a mailbox.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static SmtpPath FromMailbox(MailboxAddress mailbox)
    {
        var address = $"{LocalPart(mailbox)}@{AsciiDomain(mailbox)}";
        return new SmtpPath(address, mailbox.LocalPart.Any(c => c > '\x7f'));
    }

    /// <summary>
    /// The local part is the server's business and compared to the letter, the domain in any letter case (RFC 5321 section 2.4).
    /// </summary>
    public bool Equals(SmtpPath? other) =>
        other is not null && Address.Length == other.Address.Length
        && string.CompareOrdinal(Address, 0, other.Address, 0, Address.Length - Domain.Length) == 0
        && string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SmtpPath);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Address);

    /// <inheritdoc/>
    public override string ToString() => Address;

    private static string LocalPart(MailboxAddress mailbox)
    {
        var localPart = mailbox.LocalPart;
        if (localPart.Length == 0 || localPart.Any(char.IsControl))
            throw Invalid(mailbox, "its local part is empty or holds a control character");

        return IsDotString(localPart) ? localPart : "\"" + localPart.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    private static bool IsDotString(string text) => text.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtext));

    private static bool IsAtext(char c) => c > '\x7f' || char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".IndexOf(c) >= 0;

    /// <summary>A-labels, without the rules of STD 3: hosts have an underscore although they should not, and the server decides.</summary>
    private static string AsciiDomain(MailboxAddress mailbox)
    {
        var domain = mailbox.Domain;
        if (domain.Length == 0 || domain.Any(c => char.IsControl(c) || c is ' ' or '<' or '>' or ','))
            throw Invalid(mailbox, "it has no usable domain");
        if (domain[0] == '[')
            return domain;

        string ascii;
        try
        {
            ascii = new IdnMapping().GetAscii(domain.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            throw Invalid(mailbox, "its domain has no ASCII form");
        }

        return ascii.All(MailDomain.IsHostNameCharacter) ? ascii : throw Invalid(mailbox, "its domain has a character that none has");
    }

    private static MailException Invalid(MailboxAddress mailbox, string reason) =>
        new(MailErrors.InvalidAddress, $"The address '{WireText.Excerpt(mailbox.Address)}' cannot be used: {reason}.");
}
