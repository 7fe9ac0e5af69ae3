using System;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <content>Sessions in which the cmdlets work.</content>
public abstract partial class MailServerCommand
{
    /// <summary>Does something in a session of IMAP, which is opened for it and left in the end.</summary>
    private protected void InImapSession(MailAccount account, Action<ImapSession, MailboxChoice> act)
    {
        using var session = Open(account, () => ImapSession.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            act(session, new MailboxChoice(session, account));
        }
        finally
        {
            session.Logout();
        }
    }
}
