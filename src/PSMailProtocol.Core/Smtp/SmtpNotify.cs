using System;

namespace PSMailProtocol.Smtp;

/// <summary>When the server should report on a recipient (RFC 3461 section 4.1). The values can be combined.</summary>
[Flags]
public enum SmtpNotify
{
    /// <summary>As the server does by itself, which is to report failures and delays.</summary>
    Default = 0,

    /// <summary>When the message was delivered.</summary>
    Success = 1,

    /// <summary>When the message could not be delivered.</summary>
    Failure = 2,

    /// <summary>When delivery takes longer than usual.</summary>
    Delay = 4,

    /// <summary>Under no condition; goes with no other value.</summary>
    Never = 8,
}
