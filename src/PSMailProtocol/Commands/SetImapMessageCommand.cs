using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <summary>Sets and clears flags, keywords and labels of messages.</summary>
[Cmdlet(VerbsCommon.Set, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessageResult))]
public sealed class SetImapMessageCommand : ImapChangeCommand
{
    /// <summary>Mark as seen; with <c>:$false</c> as unseen.</summary>
    [Parameter]
    public SwitchParameter Seen { get; set; }

    /// <summary>Mark as important, or no longer.</summary>
    [Parameter]
    public SwitchParameter Flagged { get; set; }

    /// <summary>Mark as answered, or no longer.</summary>
    [Parameter]
    public SwitchParameter Answered { get; set; }

    /// <summary>Mark as a draft, or no longer.</summary>
    [Parameter]
    public SwitchParameter Draft { get; set; }

    /// <summary>Mark as deleted, which removes nothing by itself, or no longer.</summary>
    [Parameter]
    public SwitchParameter Deleted { get; set; }

    /// <summary>Keywords to set.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNullOrEmpty]
    public string[] AddKeyword { get; set; } = [];

    /// <summary>Keywords to take away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNullOrEmpty]
    public string[] RemoveKeyword { get; set; } = [];

    /// <summary>Labels of Gmail to give.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNullOrEmpty]
    public string[] AddLabel { get; set; } = [];

    /// <summary>Labels of Gmail to take away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNullOrEmpty]
    public string[] RemoveLabel { get; set; } = [];

    private protected override string ResultName => "Set";

    private protected override string Question => $"Set {string.Join(" ", Signed(Added, "+").Concat(Signed(Removed, "-")).Concat(Signed(AddLabel, "+")).Concat(Signed(RemoveLabel, "-")))}";

    private IReadOnlyList<string> Added => [.. Flags(isOn: true), .. AddKeyword];

    private IReadOnlyList<string> Removed => [.. Flags(isOn: false), .. RemoveKeyword];

    private protected override void CheckParameters()
    {
        if (Added.Count + Removed.Count + AddLabel.Length + RemoveLabel.Length == 0)
            throw new MailException(MailErrors.InvalidParameter, "Nothing is to be set: give -Seen, -Flagged, -Answered, -Draft or -Deleted, keywords or labels.");
        if (Added.Intersect(Removed, System.StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            throw new MailException(MailErrors.InvalidParameter, $"The keyword {both} is both to be set and to be taken away.");
        if (AddLabel.Intersect(RemoveLabel, System.StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } label)
            throw new MailException(MailErrors.InvalidParameter, $"The label {label} is both to be given and to be taken away.");
        if (AddKeyword.Concat(RemoveKeyword).FirstOrDefault(keyword => keyword.StartsWith("\\", System.StringComparison.Ordinal)) is { } flag)
            throw new MailException(MailErrors.InvalidParameter, $"{flag} is a flag of the protocol and no keyword: -Seen, -Flagged, -Answered, -Draft and -Deleted set those.");
    }

    private protected override IReadOnlyList<ImapMessageOutcome> Change(ImapSession session, IReadOnlyList<long> uids, string? destination)
    {
        if (AddLabel.Length + RemoveLabel.Length > 0 && !session.Capabilities.Has("X-GM-EXT-1"))
            throw new MailException(MailErrors.ExtensionUnsupported, $"-{(AddLabel.Length > 0 ? nameof(AddLabel) : nameof(RemoveLabel))} is given, and the server offers no labels of Gmail (X-GM-EXT-1). Nothing was set.");
        return session.Store(uids, new ImapFlagChange { Added = Added, Removed = Removed, AddedLabels = AddLabel, RemovedLabels = RemoveLabel });
    }

    private static IEnumerable<string> Signed(IEnumerable<string> values, string sign) => values.Select(value => sign + value);

    private IEnumerable<string> Flags(bool isOn)
    {
        foreach (var (name, value) in new[] { (nameof(Seen), Seen), (nameof(Flagged), Flagged), (nameof(Answered), Answered), (nameof(Draft), Draft), (nameof(Deleted), Deleted) })
        {
            if (MyInvocation.BoundParameters.ContainsKey(name) && value.IsPresent == isOn)
                yield return "\\" + name;
        }
    }
}
