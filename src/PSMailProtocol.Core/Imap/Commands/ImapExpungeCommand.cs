using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// UID EXPUNGE (RFC 4315), which removes those of some messages that are marked as deleted; or EXPUNGE, which removes all that are.
/// </summary>
/// <param name="set">The UIDs; null for all.</param>
internal sealed class ImapExpungeCommand(string? set) : ImapCommand<bool>
{
    public override string Name => set is null ? "EXPUNGE" : "UID EXPUNGE";

    public override void Write(ImapWriter writer)
    {
        writer.Words(Name);
        if (set is not null)
            writer.Words(set);
    }

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.CommandRejected, "The messages were not removed", completion);
}
