using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>UID COPY (RFC 9051 section 6.4.7), or UID MOVE (RFC 6851), which tells its COPYUID before its completion.</summary>
/// <param name="set">The UIDs.</param>
/// <param name="destination">The other mailbox.</param>
/// <param name="isMove">Whether the messages leave the mailbox where they are.</param>
internal sealed class ImapCopyCommand(string set, string destination, bool isMove) : ImapCommand<ImapCopyUidCode?>
{
    private ImapCopyUidCode? _told;

    public override string Name => isMove ? "UID MOVE" : "UID COPY";

    /// <summary>Which UIDs the copies have, for all that was told by now.</summary>
    public ImapCopyUidCode? CopyUid => Completion?.ResponseCode as ImapCopyUidCode ?? _told;

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(set).Mailbox(destination);

    public override bool Take(object response)
    {
        if (response is not ImapStatus { ResponseCode: ImapCopyUidCode code })
            return false;

        _told = code;
        return true;
    }

    public override ImapCopyUidCode? End(ImapStatus completion) => completion.IsOk ? CopyUid : throw Refusal(completion);

    /// <summary>What a refusal means: TRYCREATE is the way to say that there is no such mailbox (RFC 9051 section 7.1).</summary>
    public ImapStatusException Refusal(ImapStatus completion) => Refused(
        completion.CodeName == "TRYCREATE" ? MailErrors.MailboxNotFound : MailErrors.CommandRejected,
        isMove ? "The messages were not moved" : "The messages were not copied",
        completion);
}
