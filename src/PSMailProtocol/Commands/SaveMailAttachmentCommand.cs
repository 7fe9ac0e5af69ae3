using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Saves attachments as files of a folder that none of them can leave.</summary>
[Cmdlet(VerbsData.Save, "MailAttachment", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(FileInfo))]
public sealed class SaveMailAttachmentCommand : MailFolderCommand
{
    private const string MessageSet = "Message";
    private const string AttachmentSet = "Attachment";

    private WildcardPattern[] _patterns = [];

    /// <summary>A message as the reading cmdlets emit it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [StoredMessage]
    [ValidateNotNull]
    public ReceivedMessage? InputObject { get; set; }

    /// <summary>An attachment of such a message.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = AttachmentSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public MailAttachment? Attachment { get; set; }

    /// <summary>The folder, which is made if need be.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Only attachments whose names match one of these patterns.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Also what is shown within the text, such as the images of HTML.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter IncludeInline { get; set; }

    /// <summary>Replace files of the same name that hold something else.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public override SwitchParameter Force { get; set; }

    /// <summary>Report a file of the same name that holds something else, and save under no other name.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public override SwitchParameter NoClobber { get; set; }

    /// <summary>Emit the files.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks at the parameters before any message.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _patterns = OrTerminate(() => WildcardParameter.Read(Name ?? ["*"], nameof(Name)), null);
    }

    /// <summary>Save the attachments of one message, or one attachment.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == AttachmentSet)
        {
            OrReport(() => Save(Attachment!), Attachment);
            return;
        }

        IReadOnlyList<MailAttachment> attachments = [];
        OrReport(() => attachments = AttachmentsOf(InputObject!), InputObject);
        foreach (var attachment in attachments.Where(attachment => IncludeInline || !attachment.IsInline))
            OrReport(() => Save(attachment), attachment);
    }

    private static IReadOnlyList<MailAttachment> AttachmentsOf(ReceivedMessage message)
    {
        RequireWhole(message);
        return message.Attachment;
    }

    private void Save(MailAttachment attachment)
    {
        Cancellation.ThrowIfCancellationRequested();
        var name = AttachmentFileName.For(attachment);
        if (!_patterns.Any(pattern => pattern.IsMatch(name)))
            return;

        var folder = Folder(Destination, isDurable: false);
        if (!IsAgreed(folder.PathOf(name), $"Save attachment \"{WireText.Excerpt(attachment.ToString())}\""))
            return;

        var saved = folder.Save(name, stream => CopyTo(attachment, stream), Action);
        if (PassThru)
            WriteObject(new FileInfo(saved.Path));
        Tell(saved.IsNew ? $"Saved {saved.Path}." : $"{saved.Path} holds the attachment already.");
    }

    private void CopyTo(MailAttachment attachment, Stream stream)
    {
        using var content = attachment.OpenRead(Cancellation);
        content.CopyTo(Stoppable(stream));
    }
}
