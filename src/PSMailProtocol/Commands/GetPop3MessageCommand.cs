using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>Reads messages of a maildrop and leaves it as it is.</summary>
[Cmdlet(VerbsCommon.Get, "Pop3Message", DefaultParameterSetName = MessageSet)]
[OutputType(typeof(Pop3Message), ParameterSetName = [MessageSet])]
[OutputType(typeof(byte[]), ParameterSetName = [MessageSet])]
[OutputType(typeof(Pop3MaildropSummary), ParameterSetName = [SummarySet])]
public sealed class GetPop3MessageCommand : Pop3ReaderCommand
{
    private const string SummarySet = "Summary";

    private readonly Dictionary<MailboxId, (MailAccount Account, HashSet<string> Uids)> _pending = [];
    private bool _chooses;
    private bool _choosesNumbers;

    /// <summary>
    /// A message as this command emits it, or stored and read again, to be read once more; or a row that names one by its Uid.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [UidInput]
    public PSObject? InputObject { get; set; }

    /// <summary>Only the messages with these UIDs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Uid { get; set; }

    /// <summary>Only the messages with these numbers, which hold for this session alone.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int[]))]
    [ValidateRange(1, int.MaxValue)]
    public int[]? Number { get; set; }

    /// <summary>At the most so many messages.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = int.MaxValue)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>The last so many messages, which are the newest on most servers.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = int.MaxValue)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>Pass over so many messages first.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Tell how many messages there are and what the server can do, and read none.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SummarySet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Summary { get; set; }

    /// <summary>Looks at the parameters together, before anything is connected.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // What is bound later comes from the pipeline.
        _choosesNumbers = IsGiven(nameof(Number));
        _chooses = _choosesNumbers || IsGiven(nameof(Uid));
    }

    /// <summary>Read an account, or note a message that is to be read once more.</summary>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && UidObject.IsPop3Message(InputObject))
            OrReport(() => Collect(InputObject), InputObject);
        else
            base.ProcessRecord();
    }

    /// <summary>Read what was noted: by now whoever emitted it has let go of the maildrop.</summary>
    protected override void EndProcessing()
    {
        foreach (var maildrop in _pending.Values)
            OrReport(() => Read(maildrop.Account, maildrop.Uids, null), maildrop.Account.Server);
    }

    private protected override MessagePage Page => new(Skip, First, IsGiven(nameof(Last)) ? Last : null);

    private protected override void CheckParameters()
    {
        if (IsGiven(nameof(Last)) && IsGiven(nameof(First)))
            throw new MailException(MailErrors.InvalidParameter, "-First and -Last exclude each other.");
        base.CheckParameters();
    }

    /// <summary>A row that has a UID goes by that: its number is one of the session that wrote it.</summary>
    private protected override void Read(MailAccount account)
    {
        if (InputObject is not null)
        {
            UidObject.RefuseImap(InputObject);
            UidObject.RefuseForeign(InputObject, account);
        }

        var numbers = IsGiven(nameof(Number)) ? Number : null;
        Read(account, Uid, Uid is null || _choosesNumbers ? numbers : null);
    }

    private void Read(MailAccount account, IReadOnlyCollection<string>? uids, IReadOnlyCollection<int>? numbers)
    {
        try
        {
            InPop3Session(account, session =>
            {
                if (Summary)
                    Summarize(session, account);
                else
                    Read(session, Choose(session.ReadListing(), account, uids, numbers).ToList(), account);
            });
        }
        catch (Pop3OutOfStepException e)
        {
            // Whatever stands behind this command must not come to its end, since it may remove what was not read whole.
            ThrowTerminatingError(MailErrorRecord.From(e, account.Server));
        }
    }

    private void Collect(PSObject input)
    {
        if (_chooses)
            throw new MailException(MailErrors.InvalidParameter,
                "A message from the pipeline says by itself which one it is, so -Uid and -Number have no place beside it.");

        if (input.BaseObject is not Pop3Message message)
        {
            // What was stored knows its maildrop and not how to log in there.
            var given = GivenAccount(Reading);
            Collect(given, UidObject.UidsOf(input, given));
            return;
        }

        var uid = message.Uid
            ?? throw new MailException(MailErrors.InvalidInputObject,
                $"Message {message.Number} has no UID, because its server gives it none, so it cannot be found in another session.");
        Collect(AccountOf(message), [uid]);
    }

    private void Collect(MailAccount account, IReadOnlyList<string> uids)
    {
        var id = MailboxId.OfMaildrop(account);
        if (!_pending.TryGetValue(id, out var maildrop))
            _pending.Add(id, maildrop = (account, new HashSet<string>(StringComparer.Ordinal)));
        maildrop.Uids.UnionWith(uids);
    }

    private void Summarize(Pop3Session session, MailAccount account)
    {
        var status = session.Stat();

        // What holds before the login need not hold after it (RFC 2449 section 3).
        session.ReadCapabilities();
        WriteObject(new Pop3MaildropSummary(status, session, MailboxId.OfMaildrop(account)));
    }

    /// <summary>The messages that number, UID and size leave.</summary>
    private IEnumerable<Pop3Entry> Choose(IReadOnlyList<Pop3Entry> listing, MailAccount account, IReadOnlyCollection<string>? uids,
        IReadOnlyCollection<int>? numbers)
    {
        IEnumerable<Pop3Entry> entries = listing;
        if (numbers is not null)
        {
            Report(numbers.Except(listing.Select(entry => entry.Number)), MailErrors.MessageNotFound, "number", account);
            var wanted = new HashSet<int>(numbers);
            entries = entries.Where(entry => wanted.Contains(entry.Number));
        }

        if (uids is not null)
        {
            RequireUids(listing, account);
            Report(uids.Except(listing.Select(entry => entry.Uid)), MailErrors.UidNotFound, "UID", account);
            var wanted = new HashSet<string?>(uids);
            entries = entries.Where(entry => wanted.Contains(entry.Uid));
        }

        return entries.Where(HasWantedSize);
    }

    private void Report<T>(IEnumerable<T> missing, MailError error, string kind, MailAccount account)
    {
        foreach (var one in missing)
            WriteError(MailErrorRecord.From(
                new MailException(error, $"No message of {account} has the {kind} {WireText.Excerpt($"{one}")}."), one));
    }
}
