using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets that read a mailbox have in common: each account that comes in is read in a session of its own.</summary>
public abstract class MailReaderCommand : MailServerCommand
{
    /// <summary>At the most so many messages.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = int.MaxValue)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>Pass over so many messages first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Read the headers only, which is much less than whole messages.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter HeaderOnly { get; set; }

    /// <summary>Read one account. With several in the pipeline a failure concerns only its own.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
            OrReport(ReadAccount, Server);
        else
            OrTerminate(() => { ReadAccount(); return true; }, Server);
    }

    /// <summary>Reads the messages of one account and writes them to the pipeline.</summary>
    private protected abstract void Read(MailAccount account);

    /// <summary>Takes the part that <see cref="Skip"/> and <see cref="First"/> leave.</summary>
    private protected IEnumerable<T> Page<T>(IEnumerable<T> messages) => messages.Skip(Skip).Take(First);

    /// <summary>The account that the parameters name.</summary>
    private protected MailAccount GivenAccount()
    {
        var account = Account(Server);
        RefuseWeakerRow(account);
        return HasCredential ? account : throw NoCredential("A mailbox is read");
    }

    private void ReadAccount() => Read(GivenAccount());
}
