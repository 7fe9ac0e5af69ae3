namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>How an authentication exchange ended.</summary>
internal enum SaslServerOutcome
{
    /// <summary>The user is who they say.</summary>
    Accepted,

    /// <summary>The credential is wrong.</summary>
    Refused,

    /// <summary>The client gave up with an asterisk.</summary>
    Cancelled,

    /// <summary>A response is no base64.</summary>
    Malformed,
}
