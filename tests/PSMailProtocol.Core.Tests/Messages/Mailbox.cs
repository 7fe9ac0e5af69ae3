using PSMailProtocol.Messages;

namespace PSMailProtocol.Tests.Messages;

/// <summary>Mailboxes for tests that are not about reading them.</summary>
internal static class Mailbox
{
    /// <summary>The mailbox of an address; quotes around the local part are no part of it.</summary>
    public static MailboxAddress Of(string address) =>
        new("", address[..address.LastIndexOf('@')].Trim('"'), address[(address.LastIndexOf('@') + 1)..]);
}
