using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Finds the mailboxes that a person names: by name, by wildcards, by a special use such as <c>\Sent</c>, by the URL of a message's
/// mailbox, and as other tools print names. The name as it is given always comes first.
/// </summary>
/// <param name="session">The session with the server.</param>
/// <param name="account">The login.</param>
/// <param name="entries">The mailboxes that there are, where somebody has listed them; otherwise they are listed when they are
/// needed.</param>
internal sealed class MailboxChoice(ImapSession session, MailAccount account, IReadOnlyList<ImapMailboxEntry>? entries = null)
{
    private const int MostHints = 3;

    /// <summary>The one name in which letter case does not count (RFC 9051 section 5.1).</summary>
    private const string Inbox = "INBOX";

    private IReadOnlyList<ImapMailboxEntry>? _entries = entries;

    private IReadOnlyList<ImapMailboxEntry> Entries => _entries ??= session.List("*");

    /// <summary>Whether a text may name several mailboxes.</summary>
    public static bool IsPattern(string text) => !IsUrl(text) && WildcardPattern.ContainsWildcardCharacters(text);

    /// <summary>The mailboxes that a text names; one that only opening tells of is named as it is.</summary>
    /// <param name="text">What a person gave.</param>
    /// <param name="parameter">By what parameter.</param>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/>, <see cref="MailErrors.InvalidParameter"/>.</exception>
    public IReadOnlyList<ImapMailboxName> Find(string text, string parameter)
    {
        if (IsUrl(text))
            return [OfUrl(text, parameter)];
        if (text.StartsWith("\\", StringComparison.Ordinal))
            return OfSpecialUse(text);
        return IsPattern(text) ? OfPattern(text, parameter) : [new(text, 0)];
    }

    /// <summary>The mailboxes of the list that a text names.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/> where none does.</exception>
    public IReadOnlyList<ImapMailboxName> Listed(string text, string parameter) =>
        IsUrl(text) || IsPattern(text) || text.StartsWith("\\", StringComparison.Ordinal)
            ? Find(text, parameter)
            : [new(OtherName(text) ?? throw NotFound(text, null), 0)];

    /// <summary>The one mailbox that a text names, which has to be there.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/>, <see cref="MailErrors.InvalidParameter"/> where it names
    /// several.</exception>
    public string Existing(string text, string parameter)
    {
        var found = Listed(text, parameter);
        if (found.Count > 1)
            throw Several(text, found.Select(name => name.Name), parameter);
        return Entries.Any(entry => entry.Name == found[0].Name) ? found[0].Name : throw NotFound(found[0].Name, null);
    }

    /// <summary>The mailboxes of the list that are meant.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/> where there is none.</exception>
    public IReadOnlyList<ImapMailboxEntry> Meant(PendingFolder folder, string parameter)
    {
        if (folder.IsListed)
            return [Entries.FirstOrDefault(entry => entry.Name == folder.Name) ?? throw NotFound(folder.Name, null)];

        var names = new HashSet<string>(Listed(folder.Name, parameter).Select(found => found.Name), StringComparer.Ordinal);
        var found = Entries.Where(entry => names.Contains(entry.Name)).ToList();
        return found.Count > 0 ? found : throw NotFound(folder.Name, null);
    }

    /// <summary>The one mailbox of the list that is meant.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/> where there is none,
    /// <see cref="MailErrors.InvalidParameter"/> where there are several.</exception>
    public ImapMailboxEntry Single(PendingFolder folder, string parameter)
    {
        var meant = Meant(folder, parameter);
        return meant.Count == 1 ? meant[0] : throw Several(folder.Name, meant.Select(entry => entry.Name), parameter);
    }

    /// <summary>The error for a text that names several mailboxes where one is wanted.</summary>
    public static MailException Several(string text, IEnumerable<string> names, string parameter)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(MostHints).Select(name => WireText.Excerpt(name)));
        return new MailException(
            MailErrors.InvalidParameter,
            $"-{parameter}: {WireText.Excerpt(text)} names {all.Count} mailboxes, and one is " +
            $"wanted: {shown}{(all.Count > MostHints ? ", …" : "")}.");
    }

    /// <summary>The mailboxes beneath one.</summary>
    public IEnumerable<ImapMailboxEntry> Beneath(ImapMailboxEntry parent) =>
        parent.Delimiter is { } delimiter
            ? Entries.Where(entry => entry.Name.StartsWith(parent.Name + delimiter, StringComparison.Ordinal))
            : [];

    /// <summary>Refuses a mailbox that was made anew since.</summary>
    /// <param name="entry">The mailbox.</param>
    /// <param name="uidValidity">The UIDVALIDITY that it has to have; 0 for any.</param>
    /// <returns>How many messages it holds, as far as the server says.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.UidValidityChanged"/>.</exception>
    public long RequireUidValidity(ImapMailboxEntry entry, long uidValidity)
    {
        if (!entry.IsSelectable)
            return 0;

        var status = session.Status(entry.Name);
        new ImapMailbox(entry.Name, 0, status.UidValidity ?? 0, 0, IsReadOnly: true).RequireUidValidity(uidValidity);
        return status.Messages ?? 0;
    }

    /// <summary>
    /// The name of a mailbox that is to be: below the prefix of the user's namespace, and with the server's delimiter where a slash
    /// stands between levels, so that it is found again by the name that was given.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a name that would be taken for a pattern.</exception>
    public string NewName(string text, string parameter)
    {
        if (IsUrl(text) || text.IndexOfAny(['*', '%']) >= 0)
            throw new MailException(MailErrors.InvalidParameter,
                $"-{parameter}: {WireText.Excerpt(text)} is no name for a mailbox; * and % stand for other names, and a URL names one " +
                "that is there.");

        var delimiter = Entries.Select(entry => entry.Delimiter).FirstOrDefault(one => one is not null) ?? '/';
        var name = text.Replace('/', delimiter);
        var spaces = session.Namespaces();
        var prefix = spaces is { Personal.Count: > 0 } ? spaces.Personal[0].Prefix : "";
        return prefix.Length == 0 || name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Inbox, StringComparison.OrdinalIgnoreCase) || IsElsewhere(name, spaces)
            ? name
            : prefix + name;
    }

    /// <summary>Opens a mailbox; where there is none of this name, the one that other tools print like this.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/>, <see cref="MailErrors.UidValidityChanged"/>.</exception>
    public ImapMailbox Open(ImapMailboxName name, bool isReadOnly)
    {
        ImapMailbox mailbox;
        try
        {
            mailbox = Open(name.Name, isReadOnly);
        }
        catch (ImapStatusException e) when (e.Error == MailErrors.MailboxNotFound)
        {
            mailbox = Open(OtherName(name.Name) ?? throw NotFound(name.Name, e), isReadOnly);
        }

        mailbox.RequireUidValidity(name.UidValidity);
        return mailbox;
    }

    private ImapMailbox Open(string name, bool isReadOnly) => isReadOnly ? session.Examine(name) : session.Select(name);

    private static bool IsUrl(string text) => text.StartsWith("imap://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A message's mailbox, which has to be one of this account.</summary>
    private ImapMailboxName OfUrl(string text, string parameter)
    {
        if (!MailboxId.TryParse(text, out var id))
            throw new MailException(MailErrors.InvalidParameter,
                $"-{parameter}: {WireText.Excerpt(text)} is no URL of a mailbox, such as imap://user@mail.example.com:993/INBOX.");
        if (!id.IsSameMailbox(MailboxId.OfMailbox(account, id.Name, 0)))
            throw new MailException(MailErrors.InvalidInputObject, $"The mailbox {WireText.Excerpt(text)} is none of {account}.");
        return new(id.Name, id.UidValidity);
    }

    private List<ImapMailboxName> OfSpecialUse(string text)
    {
        var use = text.Substring(1);
        var found = Entries.Where(entry => entry.IsSelectable && string.Equals(entry.SpecialUse, use, StringComparison.OrdinalIgnoreCase));
        return Named(found, text);
    }

    /// <summary>A name that has such characters itself, as <c>[Gmail]/Sent Mail</c> does, is that mailbox.</summary>
    /// <remarks>Mailboxes that only hold others are listed and never opened.</remarks>
    private List<ImapMailboxName> OfPattern(string text, string parameter)
    {
        if (Entries.Any(entry => entry.Name == text))
            return [new(text, 0)];

        var pattern = WildcardParameter.Read(text, parameter);
        var found = Entries.Where(entry => entry.IsSelectable && pattern.IsMatch(entry.Name));
        return Named(found, text);
    }

    private List<ImapMailboxName> Named(IEnumerable<ImapMailboxEntry> found, string text) =>
        found.Select(entry => new ImapMailboxName(entry.Name, 0)).ToList() is { Count: > 0 } names ? names : throw NotFound(text, null);

    /// <summary>
    /// Names in modified UTF-7, with or without the prefix of the namespace, and with a slash between levels; null if none is there.
    /// </summary>
    private string? OtherName(string text)
    {
        var names = new HashSet<string>(Entries.Select(entry => entry.Name), StringComparer.Ordinal);
        if (names.Contains(text))
            return text;

        var prefixes = session.Namespaces()?.Personal.Where(space => space.Prefix.Length > 0) ?? [];
        var delimiter = Entries.Select(entry => entry.Delimiter).FirstOrDefault(one => one is not null) ?? '/';
        var written = new[] { text, ModifiedUtf7.Decode(text) };
        return written.Concat(written.Select(name => name.Replace('/', delimiter)))
            .SelectMany(name => prefixes.Select(space => space.Prefix + name)
                .Concat(prefixes.Where(space => name.StartsWith(space.Prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(space => name.Substring(space.Prefix.Length)))
                .Prepend(name))
            .FirstOrDefault(names.Contains)
            ?? names.FirstOrDefault(
                name => name.Equals(Inbox, StringComparison.OrdinalIgnoreCase) && text.Equals(Inbox, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name lies in a namespace of its own: that of another user, or one that is shared.</summary>
    private static bool IsElsewhere(string name, ImapNamespaces? spaces) => spaces is not null
        && spaces.Personal.Concat(spaces.Others).Concat(spaces.Shared)
            .Any(space => space.Prefix.Length > 0 && name.StartsWith(space.Prefix, StringComparison.OrdinalIgnoreCase));

    private AdvisedException NotFound(string text, ImapStatusException? refusal)
    {
        var alike = Entries.Select(entry => entry.Name)
            .Where(name => TextPattern.Contains(name, text.Trim('\\', '*')) || TextPattern.Contains(text, name)).Take(MostHints)
            .Select(WireText.Excerpt).ToList();
        return new AdvisedException(
            MailErrors.MailboxNotFound,
            refusal?.Message ?? $"{account} has no mailbox {WireText.Excerpt(text)}.",
            $"Get-ImapFolder lists the {Entries.Count:N0} mailboxes that there " +
            $"are{(alike.Count > 0 ? $", among them {string.Join(", ", alike)}" : "")}; New-ImapFolder makes one.");
    }
}

/// <summary>A mailbox that is meant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UidValidity">The UIDVALIDITY that it has to have; 0 for any.</param>
internal sealed record ImapMailboxName(string Name, long UidValidity);
