namespace PSMailProtocol.Sandbox.Dns;

/// <summary>How the sandbox misbehaves when it is asked for a name.</summary>
public enum SandboxDnsFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>NXDOMAIN: the name does not exist.</summary>
    NameError,

    /// <summary>SERVFAIL.</summary>
    ServerFailure,

    /// <summary>REFUSED.</summary>
    Refused,

    /// <summary>No answer at all.</summary>
    Drop,

    /// <summary>By UDP nothing but the TC bit; the answer is to be had by TCP.</summary>
    Truncate,

    /// <summary>By UDP, before the answer, a forged one with another id.</summary>
    WrongIdFirst,

    /// <summary>By UDP, before the answer, a forged one to another question.</summary>
    WrongQuestionFirst,
}
