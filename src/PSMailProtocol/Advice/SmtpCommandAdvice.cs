using PSMailProtocol.Smtp;

namespace PSMailProtocol.Advice;

/// <summary>What to do about a refused command that says more than its reply.</summary>
internal static class SmtpCommandAdvice
{
    private const string Name =
        "Give -Helo this machine's full name as the name service knows it, such as host.example.com, or its address in brackets such as " +
        "[192.0.2.1].";

    private const string TlsOutOfOrder =
        "The server's TLS is out of order for now. Try again later, or tell its operator; -Tls Implicit on port 465 may work meanwhile.";

    /// <summary>What to do next, or null.</summary>
    /// <param name="command">The verb, or null.</param>
    /// <param name="reply">What the server answered.</param>
    public static string? For(string? command, SmtpReply reply) => (command, reply.Code) switch
    {
        ("EHLO" or "HELO", 501 or 504 or 550) => "The server does not take the name that this machine gives. " + Name,
        ("EHLO" or "HELO", 421) => "The server may not take the name that this machine gives, or be busy. " + Name +
            " Otherwise try again later.",
        ("STARTTLS", >= 400 and < 500) => TlsOutOfOrder,
        _ => null,
    };
}
