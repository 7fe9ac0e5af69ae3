using System;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Messages;

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
    internal string Domain => Address.Substring(Address.LastIndexOf('@') + 1);

    /// <summary>Makes a path of a mailbox.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static SmtpPath FromMailbox(MailboxAddress mailbox)
    {
        var address = $"{LocalPart(mailbox.LocalPart)}@{AsciiDomain(mailbox.Domain)}";
        return new SmtpPath(address, mailbox.LocalPart.Any(c => c > '\x7f'));
    }

    /// <summary>The local part is the server's business and compared to the letter, the domain in any letter case (RFC 5321 section 2.4).</summary>
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

    private static string LocalPart(string localPart)
    {
        if (localPart.Length == 0 || localPart.Any(char.IsControl))
            throw Invalid("a local part that is empty or holds a control character");

        return IsDotString(localPart) ? localPart : "\"" + localPart.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    private static bool IsDotString(string text) => text.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtext));

    private static bool IsAtext(char c) => c > '\x7f' || char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".IndexOf(c) >= 0;

    private static string AsciiDomain(string domain)
    {
        if (domain.Length == 0 || domain.Any(c => char.IsControl(c) || c is ' ' or '<' or '>' or ','))
            throw Invalid("no usable domain");
        if (domain[0] == '[')
            return domain;

        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            throw Invalid("a domain that has no ASCII form");
        }
    }

    private static MailException Invalid(string what) => new(MailErrors.InvalidAddress, $"An address has {what}.");
}
