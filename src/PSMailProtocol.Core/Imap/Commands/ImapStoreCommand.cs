using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>UID STORE (RFC 9051 section 6.4.6) of flags or of Gmail's labels, without an answer for each message.</summary>
/// <param name="set">The UIDs.</param>
/// <param name="values">The flags, or the labels.</param>
/// <param name="isAdded">Whether they are set, and not taken away.</param>
/// <param name="isLabels">Whether they are labels.</param>
internal sealed class ImapStoreCommand(string set, IReadOnlyList<string> values, bool isAdded, bool isLabels = false) : ImapCommand<bool>
{
    public override string Name => "UID STORE";

    public override void Write(ImapWriter writer)
    {
        writer.Words(Name).Words(set).Words($"{(isAdded ? "+" : "-")}{(isLabels ? "X-GM-LABELS" : "FLAGS")}.SILENT");
        if (isLabels)
            writer.Labels(values);
        else
            writer.Flags(values);
    }

    public override bool End(ImapStatus completion) => completion.IsOk ? true : throw Refusal(completion);

    public static ImapStatusException Refusal(ImapStatus completion) =>
        Refused(MailErrors.CommandRejected, "The flags were not changed", completion);
}
