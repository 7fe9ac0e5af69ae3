using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
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

    private readonly Dictionary<string, ImapSession> _sessions = new(StringComparer.Ordinal);
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

    /// <summary>Says goodbye to the servers that attachments were fetched from.</summary>
    protected override void EndProcessing()
    {
        foreach (var session in _sessions.Values)
            session.Logout();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var session in _sessions.Values)
                session.Dispose();
        }

        base.Dispose(disposing);
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

    private IReadOnlyList<MailAttachment> AttachmentsOf(ReceivedMessage message)
    {
        if (message is not ImapMessage { IsPartial: true } partial)
        {
            RequireWhole(message);
            return message.Attachment;
        }

        // Only the parts are fetched; where the server did not tell them, all of the message is.
        return partial.HasAttachments
            ? partial.Attachment
            : partial.Content.Keeping(Fetch, () => MailMessage.Read(partial.Content.ReadWhole(Cancellation)).Attachments);
    }

    private bool Save(MailAttachment attachment) =>
        ImapContent.Of(attachment) is { } remote ? remote.Keeping(Fetch, () => SaveContent(attachment)) : SaveContent(attachment);

    /// <summary>Whether it is saved; one that is not wanted, or not agreed to, is not.</summary>
    private bool SaveContent(MailAttachment attachment)
    {
        Cancellation.ThrowIfCancellationRequested();
        var name = AttachmentFileName.For(attachment);
        if (!_patterns.Any(pattern => pattern.IsMatch(name)))
            return false;

        var folder = Folder(Destination, isDurable: false);
        if (!IsAgreed(folder.PathOf(name), $"Save attachment \"{WireText.Excerpt(attachment.ToString())}\""))
            return false;

        var saved = folder.Save(name, stream => CopyTo(attachment, stream), Action);
        if (PassThru)
            WriteObject(new FileInfo(saved.Path));
        Tell(saved.IsNew ? $"Saved {saved.Path}." : $"{saved.Path} holds the attachment already.");
        return true;
    }

    /// <summary>Fetches by the session that the message was read through while that lasts, and else by one that is kept here.</summary>
    private RawMail Fetch(ImapContent content, Func<ImapSession, RawMail> read)
    {
        if (MailSession.LivingOf(content.Account) is not { } lasting)
            return content.ReadIn(KeptSession(content), read);

        using var turn = lasting.Enter(DebugTranscript(Streams.Debug), connect => connect(), Cancellation);
        return content.ReadIn(lasting.Imap, read);
    }

    /// <summary>One session serves all messages of an account, with whatever mailbox they are in.</summary>
    private ImapSession KeptSession(ImapContent content)
    {
        // How it was read is known, and its transcript is that of the command that read it.
        var account = content.Account.Reached(content.Account.Connection with { Transcript = DebugTranscript(Streams.Debug) });
        if (_sessions.TryGetValue(account.ToString(), out var session) && session.Connection.IsClosed)
            _sessions.Remove(account.ToString());
        if (!_sessions.TryGetValue(account.ToString(), out session))
            _sessions.Add(account.ToString(), session = ImapSession.Open(account, Cancellation));
        return session;
    }

    private void CopyTo(MailAttachment attachment, Stream stream)
    {
        using var content = attachment.OpenRead(Cancellation);
        content.CopyTo(Stoppable(stream));
    }
}
