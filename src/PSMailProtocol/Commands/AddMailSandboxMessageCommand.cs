using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Commands;

/// <summary>Puts messages into a mailbox of a sandbox, as if they had come long ago.</summary>
[Cmdlet(VerbsCommon.Add, "MailSandboxMessage", DefaultParameterSetName = ComposeSet)]
public sealed class AddMailSandboxMessageCommand : SandboxCommand
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";
    private const string ContentSet = "Content";
    private const string ComposeSet = "Compose";
    private const string Inbox = "INBOX";

    private static readonly string[] SystemFlags = ["Seen", "Answered", "Flagged", "Draft", "Deleted"];

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public override RunningSandbox? Sandbox { get; set; }

    /// <summary>A message: one that was read or sent, or one of another library.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [AppendInput]
    public PSObject? InputObject { get; set; }

    /// <summary>Files with a message each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Alias("FullName")]
    [FileInput]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The message itself: its text or lines.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContentSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [BodyText("-Content (… | Out-String)")]
    [ValidateNotNullOrEmpty]
    public string Content { get; set; } = "";

    /// <summary>The subject of a message that is composed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ComposeSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    [ValidateNotNullOrEmpty]
    public string Subject { get; set; } = "";

    /// <summary>Its author.</summary>
    [Parameter(ParameterSetName = ComposeSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string), Default = "sender@example.com")]
    public string From { get; set; } = "sender@example.com";

    /// <summary>Its recipients; the owner of the mailbox if none is given.</summary>
    [Parameter(ParameterSetName = ComposeSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? To { get; set; }

    /// <summary>Its text.</summary>
    [Parameter(ParameterSetName = ComposeSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [BodyText("-Body (… | Out-String)")]
    public string? Body { get; set; }

    /// <summary>When it was written; when it was received if that is not given.</summary>
    [Parameter(ParameterSetName = ComposeSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTimeOffset))]
    public DateTimeOffset Date { get; set; }

    /// <summary>Whose mail it is: a user or any address.</summary>
    [Parameter]
    [Alias("Address")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? User { get; set; }

    /// <summary>The mailbox, which is made if it is not there.</summary>
    [Parameter]
    [Alias("Folder")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string), Default = Inbox)]
    public string Mailbox { get; set; } = Inbox;

    /// <summary>When it was received.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTimeOffset))]
    public DateTimeOffset InternalDate { get; set; }

    /// <summary>Its flags and keywords.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FlagWords))]
    [Cell(typeof(string[]))]
    public string[]? Flag { get; set; }

    /// <summary>Put in what one input holds.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                foreach (var path in Path)
                    OrReport(() => AddFiles(path), path);
                break;
            case InputSet:
                OrReport(AddInput, InputObject);
                break;
            case ContentSet:
                OrReport(() =>
                    Deliver(AppendSource.Of(new MailFileMessage(RawMail.FromBytes(Encoding.UTF8.GetBytes(Content)), "", 1))), null);
                break;
            default:
                OrReport(Compose, Subject);
                break;
        }
    }

    private void AddFiles(string path)
    {
        var literal = FilePath.Unresolved(this, path, nameof(Path));
        foreach (var file in File.Exists(literal) ? [literal] : FilePath.Matching(this, path))
            OrReport(() => Deliver(AppendSource.OfFile(file, nameof(Path))), file);
    }

    private void AddInput()
    {
        if (InputObject!.BaseObject is SmtpMessageResult || StoredObject.Was<SmtpMessageResult>(InputObject))
        {
            Deliver(AppendSource.Of(InputObject));
            return;
        }

        var message = MessageSourceObject.Received(InputObject) ?? new MailFileMessage(MessageSourceObject.ReadMail(InputObject), "", 1);
        RequireWhole(message);
        Deliver(AppendSource.Of(message));
    }

    private void Compose()
    {
        var received = IsGiven(nameof(InternalDate)) ? InternalDate : IsGiven(nameof(Date)) ? Date : DateTimeOffset.Now;
        var draft = new MailDraft
        {
            From = MailboxParameter.Read(From, nameof(From)),
            Subject = Subject,
            TextBody = Body ?? "",
            Date = IsGiven(nameof(Date)) ? Date : received,
        };
        MailboxParameter.ReadAll(To, nameof(To), draft.To);
        var maildrop = Maildrop(draft.To.FirstOrDefault()?.Address);
        if (draft.To.Count == 0)
            draft.To.Add(MailboxParameter.Read(maildrop.Address, nameof(User)));

        // What a server that took it then would have put before it; POP3 knows no other date of that.
        using var octets = new MemoryStream();
        var trace = Encoding.ASCII.GetBytes(ReceivedLine(received));
        octets.Write(trace, 0, trace.Length);
        draft.Compose().WriteTo(octets);
        Deliver(maildrop, octets.ToArray(), received);
    }

    private void Deliver(AppendSource source)
    {
        using var octets = new MemoryStream();
        source.Read().WriteTo(octets);
        Deliver(Maildrop(null), octets.ToArray(), IsGiven(nameof(InternalDate)) ? InternalDate : source.Received);
    }

    private void Deliver(SandboxMaildrop maildrop, byte[] octets, DateTimeOffset? received)
    {
        WireText.Validate(Mailbox, nameof(ImapSession.Mailbox));
        var flags = (Flag ?? []).Select(FlagNamed).ToArray();
        try
        {
            maildrop.Mailbox(Mailbox).Deliver(octets, received, flags: flags);
        }
        catch (ArgumentException e)
        {
            throw new AdvisedException(MailErrors.MailboxNotFound, $"-{nameof(Mailbox)}: {e.Message}",
                @"Name the mailbox; those that are there with a special use are \Drafts, \Sent, \Archive, \Junk and \Trash.");
        }
    }

    /// <summary>Whose mailboxes are meant: the one who is named, or the only one there can be.</summary>
    private SandboxMaildrop Maildrop(string? addressee)
    {
        var sandbox = Running();
        var owner = User ?? addressee ?? (sandbox.User.Count == 1 ? sandbox.User[0] : null);
        return owner is not null
            ? sandbox.GetMailSandbox().Mailbox(owner)
            : throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(User)} says whose mail it is, and is not given.",
                "Give -User a user of the sandbox or any address, such as alice@sandbox.test; who logs in as that finds the message.");
    }

    /// <summary>What is no flag of the protocol is a keyword.</summary>
    private static string FlagNamed(string flag)
    {
        if (SystemFlags.FirstOrDefault(known => known.Equals(flag.TrimStart('\\'), StringComparison.OrdinalIgnoreCase)) is { } system)
            return "\\" + system;

        return SandboxMessage.IsKeyword(flag)
            ? flag
            : throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(Flag)}: {WireText.Excerpt(flag)} is neither a flag of the protocol nor a keyword.",
                $"The flags are {string.Join(", ", SystemFlags)}; a keyword is a word of ASCII without spaces and brackets, such as " +
                "$Forwarded.");
    }

    private static string ReceivedLine(DateTimeOffset received) => string.Format(
        CultureInfo.InvariantCulture, "Received: from mail.example.com by 127.0.0.1; {0:ddd, d MMM yyyy HH:mm:ss} +0000\r\n",
        received.UtcDateTime);
}
