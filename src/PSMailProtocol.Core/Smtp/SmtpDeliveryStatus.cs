namespace PSMailProtocol.Smtp;

/// <summary>What became of a message, never more than is known.</summary>
public enum SmtpDeliveryStatus
{
    /// <summary>The server took it for every recipient.</summary>
    Accepted,

    /// <summary>The server took it for some recipients and refused others.</summary>
    PartlyAccepted,

    /// <summary>The server did not take it.</summary>
    Rejected,

    /// <summary>It was sent whole and no answer came: the server may or may not have it.</summary>
    Unknown,
}
