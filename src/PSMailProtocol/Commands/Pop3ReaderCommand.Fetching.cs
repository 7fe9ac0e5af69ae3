using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <content>What is asked of the server and in what order: headers before bodies where a header decides.</content>
public abstract partial class Pop3ReaderCommand
{
    private void ReadAll(Pop3Fetch fetch, IEnumerable<Pop3Entry> entries, MailAccount account, ReadingProgress progress)
    {
        foreach (var entry in entries)
        {
            if (Lines is { } lines)
                fetch.AddTop(entry, lines, exactly: true);
            else if (IsWithinCap(entry))
                fetch.Add(entry);
            else
                continue;
            progress.Expect(entry.Size);
        }

        while (fetch.Read() is { } fetched)
        {
            progress.Count();
            Emit(fetched, account);
        }
    }

    /// <summary>
    /// Asks for the bodies of matching messages between the headers of further ones. As long as a body may turn out not to be wanted, so
    /// many headers are looked at that there are enough.
    /// </summary>
    private void ReadMatching(Pop3Fetch fetch, List<Pop3Entry> entries, MailAccount account, ReadingProgress progress)
    {
        AddFirstLook(fetch, entries, progress);
        var (toSkip, wanted, _) = Page;
        while (fetch.Read() is { } fetched)
        {
            progress.Count();
            if (!IsFirstLook(fetched) && !Filter.NeedsBody)
                Emit(fetched, account);
            else if (wanted == 0 || !Fits(fetched, account) || MustReadBody(fetch, fetched) || toSkip-- > 0)
                continue;
            else
            {
                if (--wanted == 0)
                    fetch.Forget();
                EmitOrAdd(fetch, fetched, account);
            }
        }
    }

    /// <summary>Looks from the end until there are enough; what is found is emitted in the order of the maildrop.</summary>
    private void ReadLastMatching(Pop3Fetch fetch, List<Pop3Entry> entries, MailAccount account, ReadingProgress progress)
    {
        AddFirstLook(fetch, Enumerable.Reverse(entries), progress);
        var found = new List<Pop3Fetched>();
        var (toSkip, _, last) = Page;
        while (fetch.Read() is { } fetched)
        {
            progress.Count();
            if (found.Count == last || !Fits(fetched, account) || MustReadBody(fetch, fetched) || toSkip-- > 0)
                continue;
            found.Add(fetched);
            if (found.Count == last)
                fetch.Forget();
        }

        found.Reverse();
        found.ForEach(fetched => EmitOrAdd(fetch, fetched, account));
        while (fetch.Read() is { } fetched)
            Emit(fetched, account);
    }

    /// <summary>Headers first, unless only bodies tell.</summary>
    private void AddFirstLook(Pop3Fetch fetch, IEnumerable<Pop3Entry> entries, ReadingProgress progress)
    {
        if (Filter.BeforeBody is not null)
        {
            AddHeaders(fetch, entries, progress);
            return;
        }

        foreach (var entry in entries.Where(IsWithinCap))
        {
            fetch.Add(entry);
            progress.Expect(entry.Size);
        }
    }

    private static bool IsFirstLook(Pop3Fetched fetched) => fetched.Lines is not null;

    /// <summary>Whether a message that fits by its header is asked for whole, since its body tells the rest.</summary>
    private bool MustReadBody(Pop3Fetch fetch, Pop3Fetched fetched)
    {
        if (!Filter.NeedsBody || fetched.IsWhole)
            return false;

        if (IsWithinCap(fetched.Entry))
            fetch.Add(fetched.Entry, urgent: true);
        return true;
    }

    private void AddHeaders(Pop3Fetch fetch, IEnumerable<Pop3Entry> entries, ReadingProgress progress)
    {
        foreach (var entry in entries)
        {
            fetch.AddTop(entry, Lines ?? 0, exactly: Lines is not null);
            progress.Expect(0);
        }
    }

    private bool Fits(Pop3Fetched fetched, MailAccount account)
    {
        if (fetched.Failure is not null)
            Emit(fetched, account);
        if (fetched.Mail is null)
            return false;

        var message = new Pop3Message(fetched, account);
        return Filter.FitsHeader(message) && (!fetched.IsWhole || Filter.FitsBody(message));
    }

    private void EmitOrAdd(Pop3Fetch fetch, Pop3Fetched fetched, MailAccount account)
    {
        if (fetched.IsWhole || Lines is not null)
            Emit(fetched, account);
        else if (IsWithinCap(fetched.Entry))
            fetch.Add(fetched.Entry, urgent: true);
    }

    /// <summary>What says itself that it is beyond the cap is not even asked for.</summary>
    private bool IsWithinCap(Pop3Entry entry)
    {
        if (entry.Size <= _largestMessage)
            return true;

        WriteError(MailErrorRecord.From(new Pop3MessageTooLargeException(entry, $"has {entry.Size:N0} octets", _largestMessage),
            entry.Number));
        return false;
    }
}
