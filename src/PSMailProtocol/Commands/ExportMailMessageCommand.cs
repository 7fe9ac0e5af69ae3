using System.Globalization;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Files;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Writes messages to files as they were received. With -PassThru a message goes on only once its file is complete on
/// the disk, so that whatever removes it further down the pipeline removes nothing that was not exported.
/// </summary>
[Cmdlet(VerbsData.Export, "MailMessage", SupportsShouldProcess = true, DefaultParameterSetName = FolderSet)]
[OutputType(typeof(ReceivedMessage))]
public sealed class ExportMailMessageCommand : MailFolderCommand
{
    private const string FolderSet = "Folder";
    private const string MboxSet = "Mbox";

    private MboxFile? _mbox;
    private StageProgress? _progress;
    private long _count;

    /// <summary>A message as the reading cmdlets emit it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [StoredMessage]
    [ValidateNotNull]
    public ReceivedMessage? InputObject { get; set; }

    /// <summary>The folder, which is made if need be; each message becomes an .eml file in it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FolderSet)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>The mbox file, which is made if need be; messages are appended.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MboxSet)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replace files of the same name that hold something else.</summary>
    [Parameter(ParameterSetName = FolderSet)]
    [Cell(typeof(SwitchParameter))]
    public override SwitchParameter Force { get; set; }

    /// <summary>Report a file of the same name that holds something else, and export under no other name.</summary>
    [Parameter(ParameterSetName = FolderSet)]
    [Cell(typeof(SwitchParameter))]
    public override SwitchParameter NoClobber { get; set; }

    /// <summary>Emit each message once it is exported.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Export one message.</summary>
    protected override void ProcessRecord() => OrReport(Export, InputObject);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _progress?.Dispose();
            _mbox?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Export()
    {
        Cancellation.ThrowIfCancellationRequested();
        var message = InputObject!;
        RequireWhole(message);
        var path = ParameterSetName == FolderSet ? ExportToFolder(message) : ExportToMbox(message);
        if (path is null)
            return;

        _progress ??= new StageProgress(this, "Exporting messages");
        _progress.Report($"Message {++_count}", 0, 0);
        if (PassThru)
            WriteObject(WithPath(message, path));
    }

    private string? ExportToFolder(ReceivedMessage message)
    {
        var folder = Folder(Destination, isDurable: true);
        var name = MessageFileName.For(message.Date, message.Subject, KeyOf(message));
        if (!IsAgreed(folder.PathOf(name), $"Export {WireText.Excerpt(message.ToString())}"))
            return null;

        var saved = folder.Save(name, stream => message.WriteTo(Stoppable(stream)), Action);
        Tell(saved.IsNew ? $"Exported {saved.Path}." : $"{saved.Path} holds the message already.");
        return saved.Path;
    }

    private string? ExportToMbox(ReceivedMessage message)
    {
        var path = FilePath.Unresolved(this, Path, nameof(Path));
        if (!IsAgreed(path, $"Append {WireText.Excerpt(message.ToString())}"))
            return null;

        _mbox ??= OrTerminate(() => MboxFile.Open(path), path);
        _mbox.Append(stream => message.WriteTo(Stoppable(stream)), message.From, message.Date);
        return path;
    }

    /// <summary>What tells a message from others of its date and subject, the same in every session.</summary>
    private static string? KeyOf(ReceivedMessage message) => message switch
    {
        Pop3Message pop3 => pop3.Uid,
        ImapMessage imap => string.Format(CultureInfo.InvariantCulture, "{0}-{1}", imap.Mailbox.UidValidity, imap.Uid),
        _ => null,
    };

    private static PSObject WithPath(ReceivedMessage message, string path)
    {
        const string name = "ExportPath";
        var output = PSObject.AsPSObject(message);
        output.Properties.Remove(name);
        output.Properties.Add(new PSNoteProperty(name, path));
        return output;
    }
}
