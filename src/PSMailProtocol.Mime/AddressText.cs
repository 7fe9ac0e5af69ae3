using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Utils;
using PSMailProtocol.Messages;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>
/// Reads addresses as a person types them. MimeKit reads each one; what it would mend or pass over in mail that was received
/// (groups, routes, what stands behind an address) is refused here, since a typing error must not become a recipient.
/// </summary>
public static class AddressText
{
    // RFC 5321 section 4.5.3.1: 64 octets of local part, 255 of domain.
    private const int MaxAddressLength = 64 + 1 + 255;
    private const int MaxDomainLength = 255;
    private const int MaxLabelLength = 63;
    private const int MaxEchoLength = 100;

    private static readonly ParserOptions Options = new() { AllowUnquotedCommasInAddresses = true, AllowAddressesWithoutDomain = false };

    /// <summary>
    /// Reads one mailbox: <c>user@example.com</c>, <c>user@example.com (Display Name)</c> or <c>Display Name &lt;user@example.com&gt;</c>,
    /// the name with or without quotes.
    /// </summary>
    /// <param name="text">
    /// The text. Quoted local parts, UTF-8 local parts and internationalised domains are fine, as is white space around any of it; line
    /// breaks and other controls are not.
    /// </param>
    /// <returns>The mailbox.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/> when the text is not exactly one mailbox.</exception>
    public static MailboxAddress Parse(string text)
    {
        var mailboxes = new List<MailboxAddress>();
        if (Read(text ?? throw new ArgumentNullException(nameof(text)), mailboxes) is { } failure)
            throw failure;
        return mailboxes.Count switch
        {
            0 => throw Refused(text, "it is empty"),
            1 => mailboxes[0],
            _ => throw Refused(text, "something follows the address; give one address only"),
        };
    }

    /// <summary>Reads one mailbox as <see cref="Parse"/> does, without an exception.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The mailbox, if there is exactly one.</param>
    /// <returns>Whether the text is exactly one mailbox.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        var mailboxes = new List<MailboxAddress>();
        address = text is not null && Read(text, mailboxes) is null && mailboxes.Count == 1 ? mailboxes[0] : null;
        return address is not null;
    }

    /// <summary>
    /// Reads any number of mailboxes with commas or semicolons between them; a name may hold commas without being quoted, as in
    /// <c>Doe, John &lt;john@example.com&gt;; ann@example.com</c>. Empty entries are passed over. A name that begins with an address has
    /// to be quoted, since a comma may have been forgotten behind it: <c>ann@example.com Bob &lt;bob@example.com&gt;</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The mailboxes in their order.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/> naming the entry that is no mailbox.</exception>
    public static IReadOnlyList<MailboxAddress> ParseList(string text)
    {
        var mailboxes = new List<MailboxAddress>();
        return Read(text ?? throw new ArgumentNullException(nameof(text)), mailboxes, isList: true) is { } failure
            ? throw failure
            : mailboxes;
    }

    private static MailException? Read(string text, List<MailboxAddress> mailboxes, bool isList = false)
    {
        text = text.Replace('\t', ' ');

        // A line break anywhere would become a command or a header of its own (CVE-2026-30227), so the whole text is looked
        // at before any of it is read, and what stands behind one is not repeated: nothing that is quoted or escaped gets past.
        if (RefusedCharacter(text) is var (reason, position))
            return Refused(text.Substring(0, position), reason, goesOn: true);

        foreach (var entry in AddressEntry.Split(text))
        {
            if ((entry.Fault ?? ReadOne(entry, mailboxes)) is { } fault)
                return Refused(entry.Text, fault);
            if (isList && entry.NameBeginsWithAddress)
                return Refused(entry.Text,
                    "its name begins with an address; put a comma behind that if two are meant, and otherwise the name in double quotes");
        }

        return null;
    }

    private static (string Reason, int Position)? RefusedCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (AtomText.IsControl(text[i]))
                return ("it holds a line break, a NUL or another control character", i);
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return ("it holds half of a surrogate pair", i);
        }

        return null;
    }

    private static string? ReadOne(AddressEntry entry, List<MailboxAddress> mailboxes)
    {
        var address = entry.Address;
        if (!InternetAddressList.TryParse(Options, address, out var list))
            return WhatIsWrong(address);
        if (list.Count != 1 || list[0] is not MimeKit.MailboxAddress read || read.Domain.Length == 0)
            return "there is no '@' and domain after the local part";
        if (read.Address.Length > MaxAddressLength)
            return "it is longer than an address can be";

        // As it was typed: MimeKit decodes A-labels, and passes over a dot at the end and spaces in a literal.
        var domain = address.Substring(address.LastIndexOf('@') + 1);
        if (!(domain.StartsWith("[", StringComparison.Ordinal) ? IsLiteral(domain) : IsDomain(domain)))
            return "the domain is missing, or has an empty or too long label or a character that none has";
        var mailbox = new MailboxAddress(DecodeName(entry.Name), MimeUtils.Unquote(read.LocalPart), domain);

        // A name may be typed as encoded-words, which can hold anything.
        if (RefusedCharacter(mailbox.DisplayName) is var (reason, _))
            return reason;
        mailboxes.Add(mailbox);
        return null;
    }

    /// <summary>A backslash means itself where nothing is quoted.</summary>
    private static string DecodeName(string name)
    {
        var decoded = Rfc2047.DecodePhrase(Options, Encoding.UTF8.GetBytes(name));
        return name.IndexOf('"') >= 0 ? MimeUtils.Unquote(decoded) : decoded;
    }

    private static string WhatIsWrong(string address) => address switch
    {
        _ when address.IndexOf('@') < 0 => "there is no '@' and domain after the local part",
        _ when address.StartsWith("@", StringComparison.Ordinal) => "there is no local part before the '@'",
        _ when address.Contains("..") || address.Contains(".@") =>
            "it begins or ends with a dot or has two in a row; put the local part in double quotes",
        _ => "it is not of the form user@example.com or Display Name <user@example.com>",
    };

    private static bool IsDomain(string domain)
    {
        var label = 0;
        foreach (var character in domain)
        {
            if (character == '.' ? label == 0 : !IsDomainText(character) || label == MaxLabelLength)
                return false;
            label = character == '.' ? 0 : label + 1;
        }

        return label > 0 && domain.Length <= MaxDomainLength;
    }

    private static bool IsDomainText(char character) => character < 128
        ? character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_'
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character)
            || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || character is '\u200C' or '\u200D' or '\u00B7' or '\u30FB';

    // RFC 5321 section 4.1.3: [192.0.2.1] or [IPv6:2001:db8::1].
    private static bool IsLiteral(string domain)
    {
        for (var i = 1; i < domain.Length - 1; i++)
        {
            if (domain[i] is <= ' ' or '[' or ']' or '\\' or > '~')
                return false;
        }

        return domain.Length > 2 && domain[domain.Length - 1] == ']';
    }

    /// <summary>One sentence for a person.</summary>
    /// <param name="entry">What was typed.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="goesOn">Whether more was typed, which is not to be shown.</param>
    private static MailException Refused(string entry, string reason, bool goesOn = false)
    {
        if (entry.Length == 0)
            return new MailException(MailErrors.InvalidAddress, $"The address cannot be used: {reason}.");
        var cut = entry.Length <= MaxEchoLength ? entry.Length : char.IsHighSurrogate(entry[MaxEchoLength - 1])
            ? MaxEchoLength - 1
            : MaxEchoLength;
        var shown = cut == entry.Length && !goesOn ? entry : entry.Substring(0, cut) + "...";
        return new MailException(MailErrors.InvalidAddress, $"The address '{shown}' cannot be used: {reason}.");
    }
}
