namespace PSMailProtocol.Mime;

/// <summary>A mailbox as RFC 5322 section 3.4 has it: an address and perhaps a name to show for it.</summary>
public sealed class MailboxAddress
{
    /// <summary>Creates a mailbox from parts that are already valid; text from a person goes through a parser.</summary>
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
}
