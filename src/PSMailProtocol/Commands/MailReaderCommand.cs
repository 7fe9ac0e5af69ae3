using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Files;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// What the cmdlets that read a mailbox have in common: each account that comes in is read in a session of its own, and messages that
/// come in are read once more when the pipeline ends.
/// </summary>
public abstract partial class MailReaderCommand : MailServerCommand
{
    private protected const string MessageSet = "Message";
    private protected const string Reading = "A mailbox is read";

    private DestinationFolder? _folder;

    /// <summary>Read the headers only, which is much less than whole messages.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter HeaderOnly { get; set; }

    /// <summary>Emit the octets of each message instead of an object.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Raw { get; set; }

    /// <summary>Also save each message to a file in this folder, before it is emitted.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Looks at the parameters together, before anything is connected.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        OrTerminate(
            () =>
            {
                ReadWishes();
                Filter = new MessageFilter(Conditions());
                CheckParameters();
                _folder = Destination is null
                    ? null
                    : new DestinationFolder(FilePath.Unresolved(this, Destination, nameof(Destination)), isDurable: true);
                return true;
            },
            null);
    }

    /// <summary>Read one account. With several in the pipeline a failure concerns only its own.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
            OrReport(ReadAccount, Server);
        else
            OrTerminate(() => { ReadAccount(); return true; }, Server);
    }

    /// <summary>What is looked at here of each message.</summary>
    private protected MessageFilter Filter { get; private set; } = new([]);

    /// <summary>The parameter by which less than whole messages are read; null if they are read whole.</summary>
    private protected virtual string? Shortening => HeaderOnly ? $"-{nameof(HeaderOnly)}" : null;

    /// <summary>Which of the chosen messages are wanted.</summary>
    private protected virtual MessagePage Page => new();

    /// <summary>What is to be looked at here of each message.</summary>
    private protected abstract IEnumerable<MessageCondition> Conditions();

    /// <summary>Reads the messages of one account and writes them to the pipeline.</summary>
    private protected abstract void Read(MailAccount account);

    /// <summary>Looks at the parameters together.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    private protected virtual void CheckParameters()
    {
        if (Destination is not null && Shortening is not null)
            throw new MailException(MailErrors.InvalidParameter, $"-Destination saves whole messages, and {Shortening} reads less.");
        if (Filter.NeedsBody && Shortening is not null)
        {
            throw new MailException(
                MailErrors.InvalidParameter,
                $"-{(BodyWish is null ? nameof(Text) : nameof(Body))} is looked for in whole messages here, and {Shortening} reads less.");
        }
    }

    /// <summary>Saves a message if that is wanted, and then writes it to the pipeline, whole or as its octets.</summary>
    /// <param name="message">The message.</param>
    /// <param name="uid">The UID that is in the name of its file.</param>
    /// <param name="target">What an error is about.</param>
    /// <returns>Whether it was written.</returns>
    private protected bool Emit(ReceivedMessage message, string? uid, object target)
    {
        if (_folder is not null && !OrReport(() => Save(message, uid), target))
            return false;

        if (Raw)
            WriteObject(message.ToArray(), enumerateCollection: false);
        else
            WriteObject(Stoppable(message));
        return true;
    }

    private protected override MailConnectionLimits LimitsFor(MailConnectionLimits? known)
    {
        var limits = base.LimitsFor(known);
        return IsGiven(nameof(MaximumSize)) && MaximumSize > limits.MessageSize
            ? new MailConnectionLimits { MessageSize = MaximumSize }
            : limits;
    }

    /// <summary>What was saved before, by this name and with these octets, is not saved again.</summary>
    private void Save(ReceivedMessage message, string? uid) =>
        message.SavedTo = _folder!.Save(MessageFileName.For(message.Date, message.Subject, uid), message.WriteTo,
            ExistingFileAction.Number).Path;

    private void ReadAccount() => Read(GivenAccount(Reading));
}
