using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>UID STORE (RFC 9051 section 6.4.6) of flags, without an answer for each message.</summary>
/// <param name="set">The UIDs.</param>
/// <param name="flags">The flags.</param>
/// <param name="isAdded">Whether they are set, and not taken away.</param>
internal sealed class ImapStoreCommand(string set, string flags, bool isAdded) : ImapCommand<bool>
{
    public override string Name => "UID STORE";

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(set).Words($"{(isAdded ? "+" : "-")}FLAGS.SILENT ({flags})");

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.CommandRejected, "The flags were not changed", completion);
}
