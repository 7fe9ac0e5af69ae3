using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Mailboxes: made, renamed, removed, and subscribed.</content>
public sealed partial class ImapSession
{
    /// <summary>Makes a mailbox.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="specialUse">What it is for (RFC 6154), without the backslash, such as <c>Sent</c>; null for nothing special.</param>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxExists"/>; <see cref="MailErrors.ExtensionUnsupported"/> for a special
    /// use where the server takes none; <see cref="MailErrors.CommandRejected"/>.</exception>
    public void Create(string name, string? specialUse = null)
    {
        if (specialUse is not null && !Capabilities.Has("CREATE-SPECIAL-USE"))
        {
            throw new MailException(
                MailErrors.ExtensionUnsupported,
                $"The mailbox {WireText.Excerpt(name)} was not made: the server does not offer CREATE-SPECIAL-USE (RFC 6154), so it " +
                $"makes none for {WireText.Excerpt(specialUse)}.");
        }

        using var operation = _connection.Operation();
        Run(new ImapCreateCommand(name, specialUse));
    }

    /// <summary>Renames a mailbox, and with it those beneath.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>, <see cref="MailErrors.MailboxExists"/>,
    /// <see cref="MailErrors.CommandRejected"/>.</exception>
    public void Rename(string name, string newName)
    {
        using var operation = _connection.Operation();
        Run(new ImapRenameCommand(name, newName));
    }

    /// <summary>Removes a mailbox and the messages in it. Mailboxes beneath it stay.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>,
    /// <see cref="MailErrors.CommandRejected"/>.</exception>
    public void Delete(string name)
    {
        using var operation = _connection.Operation();
        Run(new ImapDeleteCommand(name));
    }

    /// <summary>Subscribes or unsubscribes mailboxes, all together.</summary>
    /// <returns>Those that the server refused.</returns>
    public IReadOnlyList<string> Subscribe(IReadOnlyList<string> names, bool isSubscribed = true)
    {
        using var operation = _connection.Operation();
        return [.. names.Zip(Together(names, name => new ImapSubscribeCommand(name, isSubscribed)).ToList(),
            (name, status) => status is null ? name : null).OfType<string>()];
    }
}
