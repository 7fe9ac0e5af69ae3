using System;

namespace PSMailProtocol.Imap;

/// <content>CAPABILITY (RFC 9051 section 6.1.1).</content>
public sealed partial class ImapSession
{
    /// <summary>Asks for the capabilities.</summary>
    public void ReadCapabilities()
    {
        using var operation = _connection.Operation();
        Expect(NewCommand("CAPABILITY"), MailErrors.CommandRejected, "CAPABILITY was refused");
    }

    private static ImapCapabilities ReadCapabilityNames(string names) =>
        new(names.Split([' '], StringSplitOptions.RemoveEmptyEntries));
}
