using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Puts messages into a mailbox of an IMAP account.</summary>
[Cmdlet(VerbsCommon.Add, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = InputSet)]
[OutputType(typeof(ImapAddedMessage))]
public sealed partial class AddImapMessageCommand : MailServerCommand
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";
    private const string Action = "Add message";

    /// <summary>
    /// The mailbox that gets the messages, by name or by special use. It is never taken of an object, whose own mailbox is another.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Folder", "Destination")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string))]
    [ValidateNotNullOrEmpty]
    public string Mailbox { get; set; } = "";

    /// <summary>A message: one that was read or sent, or one of another library.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [AppendInput]
    public PSObject? InputObject { get; set; }

    /// <summary>Files with a message each.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Alias("FullName")]
    [FileInput]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// The account's server. A result of Send-SmtpMessage names another in its property of this name, so it does not come through the
    /// pipeline.
    /// </summary>
    [Parameter]
    [Alias("ComputerName")]
    [ArgumentCompleter(typeof(ServerWords))]
    [Cell(typeof(string))]
    public override string? Server { get; set; }

    /// <summary>Mark the messages as seen, or what was sent as not seen.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Seen { get; set; }

    /// <summary>Mark them as important.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Flagged { get; set; }

    /// <summary>Mark them as answered.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Answered { get; set; }

    /// <summary>Mark them as drafts.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Draft { get; set; }

    /// <summary>Give them these keywords.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Keyword { get; set; }

    /// <summary>When they were received.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTimeOffset))]
    public DateTimeOffset InternalDate { get; set; }

    /// <summary>Add one message, or those of files.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputSet)
        {
            OrReport(() => AddInput(InputObject!), InputObject);
            return;
        }

        foreach (var path in Path)
            OrReport(() => AddFiles(path), path);
    }

    /// <summary>Say goodbye to the server.</summary>
    protected override void EndProcessing() => Leave();

    private protected override MailProtocol Spoken => MailProtocol.Imap;

    private void AddInput(PSObject input)
    {
        if (input.BaseObject is SmtpMessageResult result && !AppendSource.WasAccepted(result))
        {
            Streams.Warning(
                $"\"{WireText.Excerpt(result.Subject)}\" was not added: the server that it was sent through did not accept it " +
                $"({result.Status}).");
            return;
        }

        if (input.BaseObject is SmtpMessageResult || StoredObject.Was<SmtpMessageResult>(input))
        {
            Add(AppendSource.Of(input), GivenAccount(), input);
            return;
        }

        var message = MessageSourceObject.Received(input) ?? new MailFileMessage(MessageSourceObject.ReadMail(input), "", 1);
        RequireWhole(message);
        Add(AppendSource.Of(message), AccountFor(message), message);
    }

    private void AddFiles(string path)
    {
        var literal = FilePath.Unresolved(this, path, nameof(Path));
        foreach (var file in File.Exists(literal) ? [literal] : FilePath.Matching(this, path))
            OrReport(() => Add(AppendSource.OfFile(file, nameof(Path)), GivenAccount(), file), file);
    }

    private MailAccount GivenAccount() => GivenAccount("Messages are added");

    /// <summary>A message of an IMAP account goes to the same account where no other is named.</summary>
    private MailAccount AccountFor(ReceivedMessage message) =>
        message is ImapMessage && string.IsNullOrWhiteSpace(Server) ? AccountOf(message) : GivenAccount();

    /// <summary>The flags as the protocol writes them. What was sent has been seen by whoever sent it.</summary>
    private string[] FlagsFor(AppendSource source) =>
    [
        .. new[]
        {
            Seen || (source.IsSent && !IsGiven(nameof(Seen))) ? "\\Seen" : null,
            Flagged ? "\\Flagged" : null,
            Answered ? "\\Answered" : null,
            Draft ? "\\Draft" : null,
        }.OfType<string>(),
        .. Keyword ?? [],
    ];
}
