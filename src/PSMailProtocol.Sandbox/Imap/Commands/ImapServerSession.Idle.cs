using System.Threading;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>IDLE (RFC 2177): what others do is told at once, until the client says DONE.</content>
internal sealed partial class ImapServerSession
{
    private const int LongestDone = 1024;

    private string Idle(ImapArguments arguments)
    {
        arguments.End();
        Reply("+ idling");

        // It is not disposed of, since somebody may be about to set it.
        var hasChanged = new AutoResetEvent(initialState: true);
        void Note() => hasChanged.Set();
        if (_selection is { } selection)
            selection.Mailbox.Changed += Note;
        try
        {
            while (!Connection.WaitForInput(hasChanged) && _selection is not { IsLost: true })
                Synchronize("IDLE");
        }
        finally
        {
            if (_selection is { } idle)
                idle.Mailbox.Changed -= Note;
        }

        if (_selection is { IsLost: true })
            return "";
        var line = Connection.ReadLine(LongestDone);
        Connection.NoteCommand(line);
        return line.Equals("DONE", System.StringComparison.OrdinalIgnoreCase) ? "OK IDLE completed" : "BAD DONE ends it";
    }
}
