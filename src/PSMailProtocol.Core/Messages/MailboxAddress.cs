using System;
using System.Text;

namespace PSMailProtocol.Messages;

/// <summary>A mailbox as RFC 5322 section 3.4 has it: an address and perhaps a name to show for it.</summary>
/// <remarks>
/// Two mailboxes are equal when they are the same address: local parts compare exactly (RFC 5321 section 2.4), domains
/// without regard to case; the display name does not count.
/// </remarks>
public sealed class MailboxAddress : IEquatable<MailboxAddress>
{
    /// <summary>Creates a mailbox from parts that are already valid.</summary>
    /// <param name="displayName">The decoded name, or an empty string.</param>
    /// <param name="localPart">What stands before the at sign, without the quotes of a quoted local part.</param>
    /// <param name="domain">What stands after it, as written; empty where obsolete mail has none.</param>
    public MailboxAddress(string displayName, string localPart, string domain)
    {
        DisplayName = displayName;
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>The decoded display name, or an empty string.</summary>
    public string DisplayName { get; }

    /// <summary>The local part without quotes.</summary>
    public string LocalPart { get; }

    /// <summary>The domain as written: A-labels, U-labels or an address literal in brackets.</summary>
    public string Domain { get; }

    /// <summary>The address as it is written, <c>local@domain</c>, the local part quoted where RFC 5322 section 3.4.1 wants it.</summary>
    public string Address => Domain.Length == 0
        ? QuoteUnlessDotAtom(LocalPart)
        : QuoteUnlessDotAtom(LocalPart) + "@" + Domain;

    /// <summary>Whether the local part is ASCII, so that the address needs no SMTPUTF8 (RFC 6531) once its domain is in A-labels.</summary>
    public bool IsLocalPartAscii
    {
        get
        {
            foreach (var character in LocalPart)
            {
                if (character > 127)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public bool Equals(MailboxAddress? other) => other is not null
        && string.Equals(LocalPart, other.LocalPart, StringComparison.Ordinal)
        && string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MailboxAddress);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        unchecked((StringComparer.Ordinal.GetHashCode(LocalPart) * 397) ^ StringComparer.OrdinalIgnoreCase.GetHashCode(Domain));

    /// <summary>The mailbox as a person writes it; a name with specials in it is quoted, nothing is encoded.</summary>
    public override string ToString() => DisplayName.Length == 0
        ? Address
        : (IsPhraseOfAtoms(DisplayName) ? DisplayName : Quote(DisplayName)) + " <" + Address + ">";

    private static string QuoteUnlessDotAtom(string localPart) =>
        AtomText.IsDotAtom(localPart) ? localPart : Quote(localPart);

    private static bool IsPhraseOfAtoms(string name)
    {
        foreach (var character in name)
        {
            if (character != ' ' && !AtomText.IsAtomText(character))
            {
                return false;
            }
        }

        return name[0] != ' ' && name[name.Length - 1] != ' ';
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
