namespace PSMailProtocol.Smtp;

/// <summary>How a domain says where its mail goes.</summary>
public enum MailExchangerStatus
{
    /// <summary>An MX record names the host.</summary>
    Explicit,

    /// <summary>There is no MX record and the domain's own address takes the mail (RFC 5321 section 5.1).</summary>
    Implicit,

    /// <summary>The domain declares that it takes no mail (RFC 7505).</summary>
    NullMx,

    /// <summary>The domain exists and has neither MX record nor address, so that its mail has nowhere to go.</summary>
    None,
}
