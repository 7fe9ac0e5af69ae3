using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <content>
/// The session that removes. What is chosen in it is named and asked about in it as well: the maildrop is locked
/// meanwhile, so what the user agrees to is what goes.
/// </content>
public sealed partial class RemovePop3MessageCommand
{
    private const string Action = "Remove message";
    private const int SecondLooks = 3;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private void Remove(PendingMaildrop maildrop)
    {
        var (removals, kept) = RemoveOrName(maildrop);
        if (removals.Any(removal => removal is { IsUncertain: true, Uid: not null }))
            LookAgain(maildrop.Account, removals, kept);
        Emit(removals, maildrop);
        Streams.Release();
    }

    /// <summary>Removes messages; where there is no session to do it in, each that has a UID has a result that says so.</summary>
    /// <returns>The results, and the unique-ids that are in the maildrop still.</returns>
    private (IReadOnlyList<Pop3Removal> Removals, IReadOnlyList<string> Kept) RemoveOrName(PendingMaildrop maildrop)
    {
        (IReadOnlyList<Pop3Removal>, IReadOnlyList<string>)? done = null;
        try
        {
            InPop3Session(
                maildrop.Account,
                session =>
                {
                    // From the first command that marks on, nothing but the end of the session may keep its results back.
                    Streams.Hold();
                    done = (Remove(session, maildrop), session.Kept);
                },
                removes: true);
        }
        catch (MailException e) when (done is null)
        {
            var removals = Pop3Removal.NotAttempted(maildrop.Uids, e);
            if (removals.Count == 0)
                throw;
            done = (removals, []);
        }
        finally
        {
            if (done is null)
                Streams.Release();
        }

        return done!.Value;
    }

    private IReadOnlyList<Pop3Removal> Remove(Pop3Session session, PendingMaildrop maildrop)
    {
        using var progress = new StageProgress(this, $"Removing messages of {maildrop.Account}");
        void Marked(int done) => progress.Report($"Message {done}", done, 0);

        if (maildrop.Uids.Count > 0 && maildrop.Uids.All(maildrop.IsAgreed))
            return session.RemoveAndQuit(maildrop.Uids, Marked);

        var listing = session.ReadListing();
        if (maildrop.Uids.Count > 0)
        {
            var uids = AgreedUids(session, listing, maildrop);
            return uids.Count > 0 ? session.RemoveAndQuit(uids, Marked) : [];
        }

        var entries = Agreed(session, Choose(session, listing, maildrop), maildrop);
        return entries.Count > 0 ? session.RemoveAndQuit(entries, Marked) : [];
    }

    /// <summary>UIDs that name no one message have nothing to be asked about; they go along for their errors.</summary>
    private List<string> AgreedUids(Pop3Session session, IReadOnlyList<Pop3Entry> listing, PendingMaildrop maildrop)
    {
        var entries = listing.ToLookup(entry => entry.Uid);
        var found = maildrop.Uids.Where(uid => !maildrop.IsAgreed(uid) && entries[uid].Count() == 1).Select(uid => entries[uid].Single());
        var agreed = new HashSet<string?>(Agreed(session, found.ToList(), maildrop).Select(entry => entry.Uid));
        return [.. maildrop.Uids.Where(uid => maildrop.IsAgreed(uid) || agreed.Contains(uid) || entries[uid].Count() != 1)];
    }

    private List<Pop3Entry> Choose(Pop3Session session, IReadOnlyList<Pop3Entry> listing, PendingMaildrop maildrop)
    {
        if (ParameterSetName == NumberSet)
        {
            foreach (var missing in Number.Except(listing.Select(entry => entry.Number)))
                WriteError(MailErrorRecord.From(
                    new MailException(MailErrors.MessageNotFound, $"No message of {maildrop.Account} has the number {missing}."), missing));
            return [.. listing.Where(entry => Number.Contains(entry.Number))];
        }

        if (ParameterSetName != OlderThanSet)
            return [.. listing];

        var old = new List<Pop3Entry>();
        foreach (var (entry, message) in Headers(session, listing, maildrop.Account)
            .Where(header => header.Message is not null && MessageAge.IsBefore(header.Message, OlderThan)))
        {
            maildrop.Note(entry.Number, message);
            old.Add(entry);
        }

        return old;
    }

    private List<Pop3Entry> Agreed(Pop3Session session, List<Pop3Entry> entries, PendingMaildrop maildrop)
    {
        // All headers before the first question: nobody answers while the server waits to send the next one.
        if (IsAsked)
        {
            foreach (var (entry, message) in Headers(session, entries.Where(entry => maildrop.HeadlineOf(entry.Number) is null),
                maildrop.Account))
                maildrop.Note(entry.Number, message);
        }

        return entries.FindAll(
            entry => IsAgreed(TargetOf(maildrop.HeadlineOf(entry.Number), entry.Uid, maildrop.Account, entry.Number), Action));
    }

    /// <summary>Reads the headers of messages; a message whose header the server does not give out comes without.</summary>
    private static IEnumerable<(Pop3Entry Entry, Pop3Message? Message)> Headers(Pop3Session session, IEnumerable<Pop3Entry> entries,
        MailAccount account)
    {
        var fetch = session.BeginFetch();
        foreach (var entry in entries)
            fetch.AddTop(entry, 0, exactly: true);
        while (fetch.Read() is { } fetched)
            yield return (fetched.Entry, fetched.Mail is null ? null : new Pop3Message(fetched, account));
    }

    private static string TargetOf(MessageHeadline? headline, string? uid, MailAccount account, int number = 0)
    {
        var identity = uid is null ? $"number {number} of {account}" : $"UID {WireText.Excerpt(uid)} of {account}";
        return headline is null ? identity : $"{WireText.Excerpt(headline.ToString())} ({identity})";
    }

    /// <summary>
    /// The answer to QUIT did not come, or said that not all is gone. A second session finds out what is so. The server may
    /// still be at work in the maildrop, so it is given a moment.
    /// </summary>
    private void LookAgain(MailAccount account, IReadOnlyList<Pop3Removal> removals, IReadOnlyList<string> kept)
    {
        Tell($"Whether the messages are removed is not known. Looking at {account} again.");
        for (var look = 1; look <= SecondLooks; look++)
        {
            try
            {
                InPop3Session(account, session => Pop3Removal.Settle(removals, kept, session.ReadListing()));
                return;
            }
            catch (MailException e)
            {
                // The results keep saying that it is not known, which is the truth.
                Tell($"The look failed: {e.Message}");
            }

            if (look < SecondLooks)
                Cancellation.WaitHandle.WaitOne(BetweenLooks);
        }
    }

    /// <summary>One result for each message, and then one error for each failure: what failed for all is said once.</summary>
    private void Emit(IReadOnlyList<Pop3Removal> removals, PendingMaildrop maildrop)
    {
        var shared = new HashSet<MailException>(removals
            .Where(removal => removal.Failure is not null)
            .GroupBy(removal => removal.Failure!)
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key));
        foreach (var removal in removals)
            WriteObject(new Pop3RemovalResult(removal, maildrop.HeadlineOf(removal.Number, removal.Uid), maildrop.Id,
                maildrop.InputOf(removal.Uid)));
        foreach (var removal in removals.Where(removal => removal.Failure is not null && !shared.Contains(removal.Failure)))
            WriteError(MailErrorRecord.From(removal.Failure!, removal.Uid));
        foreach (var failure in shared)
            WriteError(MailErrorRecord.From(failure, maildrop.Id));
    }
}
