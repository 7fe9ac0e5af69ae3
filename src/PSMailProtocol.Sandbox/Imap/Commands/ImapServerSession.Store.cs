namespace PSMailProtocol.Sandbox.Imap;

/// <content>STORE and UID STORE (RFC 3501 section 6.4.6).</content>
internal sealed partial class ImapServerSession
{
    private string Store(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var mode = arguments.TryTake('+') ? '+' : arguments.TryTake('-') ? '-' : '=';
        var item = arguments.Keyword();
        arguments.Space();
        var flags = arguments.ListOrOne(arguments.Flag);
        while (arguments.TryTake(' '))
            flags.Add(arguments.Flag());
        arguments.End();

        if (item is not ("FLAGS" or "FLAGS.SILENT"))
            throw new ImapSyntaxException("STORE changes FLAGS");
        if (_selection!.IsReadOnly)
            return ReadOnly;

        var writer = new ImapFetchWriter(Connection, AcceptsUtf8, (_, size) => size);
        foreach (var message in _selection.Resolve(set, byUid))
        {
            if (mode == '=')
                message.Message.ReplaceFlags(flags);
            foreach (var flag in flags)
                message.Message.SetFlag(flag, present: mode != '-');
            _selection.NoteTold(message);
            if (item == "FLAGS")
                writer.Write(message, byUid ? [ImapFetchItem.Uid, ImapFetchItem.Flags] : [ImapFetchItem.Flags]);
        }

        return "OK STORE completed";
    }
}
