using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap;

/// <content>Looking at a server without opening a mailbox.</content>
public sealed partial class ImapSession
{
    /// <summary>Says a command that only asks for something, and reads the answer to its end, whatever it is.</summary>
    /// <param name="command">The command without tag and line end.</param>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> past <see cref="ImapLimits.UnaskedResponses"/>.</exception>
    internal ImapStatus Say(string command)
    {
        var heard = 0;
        return Run(new ImapSpokenCommand(command, () =>
        {
            if (++heard > _limits.UnaskedResponses)
                throw _connection.LimitReached(nameof(ImapLimits.UnaskedResponses), _limits.UnaskedResponses);
        }));
    }
}
