using System;

namespace PSMailProtocol.Commands;

/// <summary>What the servers on the way should report to the sender of a message (RFC 3461), named as Send-MailMessage names it.</summary>
[Flags]
public enum DeliveryNotificationOption
{
    /// <summary>Nothing is asked for; servers report failures by themselves.</summary>
    None = 0,

    /// <summary>That the message was delivered.</summary>
    OnSuccess = 1,

    /// <summary>That it could not be delivered.</summary>
    OnFailure = 2,

    /// <summary>That delivery takes longer than usual.</summary>
    Delay = 4,

    /// <summary>Nothing at all, not even a failure. It goes with no other value.</summary>
    Never = 0x08000000,
}
