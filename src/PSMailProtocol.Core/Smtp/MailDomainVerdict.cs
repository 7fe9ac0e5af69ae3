namespace PSMailProtocol.Smtp;

/// <summary>What one check of a mail domain comes to.</summary>
public enum MailDomainVerdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Not there, or only worth knowing; no mail is lost by it.</summary>
    Note,

    /// <summary>It works, and could protect more or break soon.</summary>
    Warning,

    /// <summary>Mail is refused, lost or can be forged because of it.</summary>
    Bad,

    /// <summary>It could not be found out; another time it may be.</summary>
    Unknown,
}
