using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>
/// LIST (RFC 3501 section 6.3.8) with LIST-EXTENDED (RFC 5258), LIST-STATUS (RFC 5819) and SPECIAL-USE (RFC 6154); LSUB,
/// SUBSCRIBE and UNSUBSCRIBE.
/// </content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] SelectionOptions = ["SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE"];

    private string List(ImapArguments arguments)
    {
        arguments.Space();
        var request = ReadListRequest(arguments);
        arguments.End();

        if (request.Patterns.Count == 1 && request.Patterns[0].Length == 0)
        {
            Reply($"* LIST (\\Noselect) \"{Service.Options.MailboxDelimiter}\" \"\"");
            return "OK LIST completed";
        }

        var names = ListedNames();
        foreach (var name in names.Where(request.Matches))
        {
            var mailbox = _maildrop!.Find(name);
            var hasChosenChild = request.Recurses && names.Exists(n => IsBeneath(n, name) && !request.Matches(n) && request.Chooses(_maildrop.Find(n)));
            if (!request.Chooses(mailbox) && !hasChosenChild)
                continue;

            BetweenResponses();
            var attributes = string.Join(" ", AttributesOf(name, mailbox, names, request));
            Reply($"* LIST ({attributes}) \"{request.Delimiter}\" {Written(name)}{(hasChosenChild ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "")}");
            if (mailbox is not null && request.StatusItems.Count > 0)
                ReplyStatus(mailbox, request.StatusItems);
        }

        BetweenResponses();
        return "OK LIST completed";
    }

    private string ListSubscribed(ImapArguments arguments)
    {
        arguments.Space();
        var reference = arguments.Mailbox();
        arguments.Space();
        var request = new ImapListRequest(Service.Options.MailboxDelimiter, [reference + arguments.ListMailbox()]);
        arguments.End();
        foreach (var mailbox in _maildrop!.Mailboxes.Where(m => m.IsSubscribed && request.Matches(m.Name)))
            Reply($"* LSUB () \"{request.Delimiter}\" {Written(mailbox.Name)}");
        return "OK LSUB completed";
    }

    private string Subscribe(ImapArguments arguments, bool isSubscribed)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.End();
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoSuchMailbox;

        mailbox.IsSubscribed = isSubscribed;
        return "OK Subscription changed";
    }

    private ImapListRequest ReadListRequest(ImapArguments arguments)
    {
        var selected = arguments.NextIs('(') ? arguments.ParenthesizedList(arguments.Keyword) : null;
        if (selected is not null)
            arguments.Space();
        var reference = arguments.Mailbox();
        arguments.Space();
        var isExtended = selected is not null || arguments.NextIs('(');
        var patterns = arguments.ListOrOne(arguments.ListMailbox).ConvertAll(p => p.Length == 0 ? "" : reference + p);
        var request = new ImapListRequest(Service.Options.MailboxDelimiter, patterns);
        foreach (var option in selected ?? [])
        {
            if (!SelectionOptions.Contains(option) || (option == "SPECIAL-USE" && !Has(option)))
                throw new ImapSyntaxException("LIST does not know that option");
            request.Select(option);
        }

        if (arguments.TryTake(' '))
        {
            isExtended = true;
            if (arguments.Keyword() != "RETURN")
                throw new ImapSyntaxException("RETURN is missing");
            arguments.Space();
            arguments.ParenthesizedList(() => ReadReturnOption(arguments, request));
        }

        if (isExtended && !Has("LIST-EXTENDED"))
            throw new ImapSyntaxException("LIST takes a reference and a pattern");
        return request;
    }

    private string ReadReturnOption(ImapArguments arguments, ImapListRequest request)
    {
        var option = arguments.Keyword();
        switch (option)
        {
            case "STATUS" when Has("LIST-STATUS"):
                arguments.Space();
                request.StatusItems = arguments.ParenthesizedList(arguments.Keyword);
                if (request.StatusItems.Any(i => !KnowsStatusOf(i)))
                    throw new ImapSyntaxException("STATUS does not know that item");
                break;
            case "SUBSCRIBED":
                request.ReturnsSubscribed = true;
                break;
            case "CHILDREN":
            case "SPECIAL-USE" when Has("SPECIAL-USE"):
                // These are told in any case.
                break;
            default:
                throw new ImapSyntaxException("LIST does not return that");
        }

        return option;
    }

    /// <summary>The mailboxes, and the names above them that are none themselves, in the order of their names after the INBOX.</summary>
    private List<string> ListedNames()
    {
        var delimiter = Service.Options.MailboxDelimiter;
        var names = new List<string>();
        foreach (var name in _maildrop!.Mailboxes.Select(m => m.Name))
        {
            for (var end = name.IndexOf(delimiter); end > 0; end = name.IndexOf(delimiter, end + 1))
            {
                if (!names.Contains(name.Substring(0, end)) && _maildrop.Find(name.Substring(0, end)) is null)
                    names.Add(name.Substring(0, end));
            }

            names.Add(name);
        }

        return names;
    }

    private IEnumerable<string> AttributesOf(string name, SandboxMailbox? mailbox, List<string> names, ImapListRequest request)
    {
        if (mailbox is null)
            yield return Has("LIST-EXTENDED") ? @"\NonExistent \Noselect" : @"\Noselect";
        if (Has("CHILDREN"))
            yield return names.Exists(n => IsBeneath(n, name)) ? @"\HasChildren" : @"\HasNoChildren";
        if (mailbox is { IsSubscribed: true } && request.ReturnsSubscribed)
            yield return @"\Subscribed";
        if (mailbox?.SpecialUse is { } use && Has("SPECIAL-USE"))
            yield return use;
    }

    private bool IsBeneath(string name, string other) =>
        name.Length > other.Length && name[other.Length] == Service.Options.MailboxDelimiter && name.StartsWith(other, StringComparison.Ordinal);

    /// <summary>A mailbox's name as it goes over the wire: in modified UTF-7 unless UTF-8 is accepted, and quoted where it is no atom.</summary>
    private string Written(string name)
    {
        var encoded = AcceptsUtf8 ? name : ModifiedUtf7.Encode(name);
        return ImapArguments.IsAtom(encoded) ? encoded : '"' + encoded.Replace("\\", "\\\\").Replace("\"", "\\\"") + '"';
    }
}
