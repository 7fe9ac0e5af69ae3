using System;
using System.Collections;
using System.Management.Automation;
using System.Text;
using PSMailProtocol.Completion;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>
/// The parameters. What a row of a CSV may hold binds by name in the set of rows alone: the properties of a file or of a
/// message from a mailbox must not become recipients.
/// </summary>
public sealed partial class SendSmtpMessageCommand
{
    private const string MessageSet = "Message";
    private const string FileSet = "AttachmentFile";
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";

    /// <summary>The recipients.</summary>
    [Parameter(ParameterSetName = MessageSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet, Position = 0)]
    [Parameter(ParameterSetName = InputSet, Position = 0)]
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? To { get; set; }

    /// <summary>The subject.</summary>
    [Parameter(ParameterSetName = MessageSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet, Position = 1)]
    [Alias("sub")]
    [ArgumentCompleter(typeof(NoWords))]
    [AllowEmptyString]
    public string? Subject { get; set; }

    /// <summary>The body, as text unless <see cref="BodyAsHtml"/> says otherwise; several lines are joined.</summary>
    [Parameter(ParameterSetName = MessageSet, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet, Position = 2)]
    [ArgumentCompleter(typeof(NoWords))]
    [AllowEmptyString]
    [BodyText("-Body (… | Out-String), or -BodyAsHtml -Body (… | ConvertTo-Html)")]
    public string? Body { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [Alias("SmtpServer", "ComputerName", "Exchange")]
    [ArgumentCompleter(typeof(ServerWords))]
    [Cell(typeof(string))]
    public override string? Server { get; set; }

    /// <summary>The author; of a message that is composed already, the sender of its envelope.</summary>
    [Parameter(ParameterSetName = MessageSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet, Mandatory = true)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [AllowEmptyString]
    [Cell(typeof(string), Default = "")]
    public string From { get; set; } = "";

    /// <summary>The recipients of a copy.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Cc { get; set; }

    /// <summary>The recipients that no other sees.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Bcc { get; set; }

    /// <summary>Where answers should go.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? ReplyTo { get; set; }

    /// <summary>Who sends in the author's name.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Sender { get; set; }

    /// <summary>Where failures are reported to; an empty string that is typed for nowhere.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [AllowEmptyString]
    public string? EnvelopeFrom { get; set; }

    /// <summary>The body given is HTML.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Alias("BAH")]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter BodyAsHtml { get; set; }

    /// <summary>The body as HTML, beside the plain one.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [BodyText("-HtmlBody (… | ConvertTo-Html)")]
    [Cell(typeof(string))]
    public string? HtmlBody { get; set; }

    /// <summary>Files to attach.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Alias("Attachments")]
    [Cell(typeof(string[]))]
    public string[]? Attachment { get; set; }

    /// <summary>Files from the pipeline, all attached to one message.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        DontShow = true)]
    [Alias("PSPath")]
    [FileInput]
    public string[] AttachmentFile { get; set; } = [];

    /// <summary>Images that the HTML body shows: content id to file.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? InlineAttachment { get; set; }

    /// <summary>Further header fields.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Alias("Headers")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Header { get; set; }

    /// <summary>How urgent it is.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Cell(typeof(MailPriority))]
    public MailPriority Priority { get; set; }

    /// <summary>The charset of bodies, subject and names; UTF-8 if it is not given.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Alias("BE")]
    [ArgumentCompleter(typeof(EncodingWords))]
    [TextEncoding]
    public Encoding? Encoding { get; set; }

    /// <summary>Ask the reader's program for a receipt.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter RequestReadReceipt { get; set; }

    /// <summary>
    /// When it was written; now if it is not given. A column of this name is mostly the date of something else, so none binds.
    /// </summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTimeOffset))]
    public DateTimeOffset Date { get; set; }

    /// <summary>
    /// The message id; a new one for each message if it is not given. It binds for a script block, and a property of this name is passed
    /// over: it is another message's.
    /// </summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? MessageId { get; set; }

    /// <summary>What the servers on the way should report to the sender.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("DNO")]
    [Cell(typeof(DeliveryNotificationOption))]
    public DeliveryNotificationOption DeliveryNotificationOption { get; set; }

    /// <summary>Messages that are composed already: from a mailbox, another library's, bytes or streams.</summary>
    [Parameter(ParameterSetName = InputSet, Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [MessageInput]
    public object[] InputObject { get; set; } = [];

    /// <summary>Files that are messages.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The object from the pipeline whose properties became parameters; the result names it with -PassThru.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipeline = true, DontShow = true)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipeline = true, DontShow = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [RecordInput]
    public PSObject? Record { get; set; }

    /// <summary>STARTTLS is required.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter UseSsl { get; set; }

    /// <summary>Our name for EHLO.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HostNameWords))]
    [Cell(typeof(string))]
    public string? Helo { get; set; }

    /// <summary>How often a message that the server puts off is tried again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; }

    /// <summary>Seconds between two tries.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 5)]
    [ValidateRange(1, 86400)]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>At the most so many connections at a time.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 1)]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Write the message here and touch no network.</summary>
    [Parameter(ParameterSetName = MessageSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Let <see cref="OutFile"/> overwrite a file.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Force { get; set; }

    /// <summary>Name the input in each result; with <see cref="OutFile"/>, write out the file.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }
}
