using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Sets and clears flags, keywords and labels of messages.</summary>
[Cmdlet(VerbsCommon.Set, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessageResult))]
public sealed class SetImapMessageCommand : ImapChangeCommand
{
    private ImapFlagChange _change = new();

    /// <summary>Mark as seen; with <c>:$false</c> as unseen.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Seen { get; set; }

    /// <summary>Mark as important, or no longer.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Flagged { get; set; }

    /// <summary>Mark as answered, or no longer.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Answered { get; set; }

    /// <summary>Mark as a draft, or no longer.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Draft { get; set; }

    /// <summary>Mark as deleted, which removes nothing by itself, or no longer.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Deleted { get; set; }

    /// <summary>Keywords to set.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? AddKeyword { get; set; }

    /// <summary>Keywords to take away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? RemoveKeyword { get; set; }

    /// <summary>Labels of Gmail to give.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? AddLabel { get; set; }

    /// <summary>Labels of Gmail to take away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? RemoveLabel { get; set; }

    private protected override string ResultName => "Set";

    private protected override string Question
    {
        get
        {
            string[] changes =
            [
                .. Signed(_change.Added, "+"), .. Signed(_change.Removed, "-"),
                .. Signed(_change.AddedLabels, "+"), .. Signed(_change.RemovedLabels, "-"),
            ];
            return "Set " + string.Join(" ", changes);
        }
    }

    private protected override void CheckParameters()
    {
        var change = _change = new ImapFlagChange
        {
            Added = [.. Flags(isOn: true), .. AddKeyword ?? []],
            Removed = [.. Flags(isOn: false), .. RemoveKeyword ?? []],
            AddedLabels = AddLabel ?? [],
            RemovedLabels = RemoveLabel ?? [],
        };
        if (change.Added.Count + change.Removed.Count == 0 && !change.HasLabels)
            throw new MailException(MailErrors.InvalidParameter,
                "Nothing is to be set: give -Seen, -Flagged, -Answered, -Draft or -Deleted, keywords or labels.");
        if (change.Added.Intersect(change.Removed, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            throw new MailException(MailErrors.InvalidParameter,
                $"The keyword {WireText.Excerpt(both)} is both to be set and to be taken away.");
        if (change.AddedLabels.Intersect(change.RemovedLabels, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } label)
            throw new MailException(MailErrors.InvalidParameter,
                $"The label {WireText.Excerpt(label)} is both to be given and to be taken away.");
        if ((AddKeyword ?? []).Concat(RemoveKeyword ?? [])
            .FirstOrDefault(keyword => keyword.StartsWith("\\", StringComparison.Ordinal)) is { } flag)
            throw new MailException(MailErrors.InvalidParameter,
                $"{WireText.Excerpt(flag)} is a flag of the protocol and no keyword: -Seen, -Flagged, -Answered, -Draft and -Deleted set " +
                "those.");
    }

    private protected override IReadOnlyList<ImapMessageOutcome> Act(ImapSession session, IReadOnlyList<long> uids, string? destination)
    {
        if (_change.HasLabels && !session.Capabilities.Has("X-GM-EXT-1"))
            throw new MailException(MailErrors.ExtensionUnsupported,
                $"-{(AddLabel is null ? nameof(RemoveLabel) : nameof(AddLabel))} is given, and the server offers no labels of Gmail " +
                "(X-GM-EXT-1). Nothing was set.");
        return session.Store(uids, _change);
    }

    private static IEnumerable<string> Signed(IEnumerable<string> values, string sign) => values.Select(value => sign + value);

    private IEnumerable<string> Flags(bool isOn)
    {
        foreach (var (name, value) in new[] { (nameof(Seen), Seen), (nameof(Flagged), Flagged), (nameof(Answered), Answered),
            (nameof(Draft), Draft), (nameof(Deleted), Deleted) })
        {
            if (IsGiven(name) && value.IsPresent == isOn)
                yield return "\\" + name;
        }
    }
}
