using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Sends mail: one object in, one message out, one connection for the whole pipeline.</summary>
[Cmdlet(VerbsCommunications.Send, "SmtpMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(SmtpMessageResult))]
public sealed partial class SendSmtpMessageCommand : MailServerCommand
{
    private readonly List<DraftAttachment> _files = [];
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _messageIds = new(StringComparer.Ordinal);
    private int _unusableFiles;
    private HashSet<string> _typed = [];

    /// <summary>Note what was typed, since all else that is bound later comes from the pipeline.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // A script block that is to be run for each object stands here as something that is not the parameter's value.
        _typed = [.. from bound in MyInvocation.BoundParameters
                     where bound.Value is null || MyInvocation.MyCommand.Parameters[bound.Key].ParameterType.IsInstanceOfType(bound.Value)
                     select bound.Key];
        _pipeline = new PipelineThread();
    }

    /// <summary>Compose and send what this object describes or is; files wait until all are there.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case FileSet:
                foreach (var path in AttachmentFile)
                    CollectFiles(path);
                break;
            case InputSet:
                foreach (var input in InputObject)
                    OrReport(() => Process(ReadInput(input)), input);
                break;
            case PathSet:
                if (!OrReport(RequireParameter, Record))
                    break;
                foreach (var path in Path)
                    OrReport(() => ProcessFiles(path), path);
                break;
            default:
                OrReport(ProcessMessage, (object?)Record ?? From);
                break;
        }
    }

    /// <summary>Send the message with the files, wait for what is still due, and say goodbye to the server.</summary>
    protected override void EndProcessing()
    {
        if (_unusableFiles > 0)
            Streams.Warning($"Nothing was sent: {_unusableFiles} of {_files.Count + _unusableFiles} files cannot be attached.");
        else if (_files.Count > 0)
            OrReport(() => Process(Compose(_files, null)), From);
        Finish();
    }

    private protected override bool NeedsUserName => false;

    private protected override MailProtocol Spoken => MailProtocol.Smtp;

    /// <summary>A server that is typed is looked up by its name, whatever object comes along.</summary>
    private protected override IReadOnlyList<IPAddress>? Addresses =>
        IsFromRow(nameof(Server)) ? ExchangerObject.AddressesFor(Record, Server) : null;

    private protected override TlsMode RequestedTls => UseSsl ? TlsMode.StartTls : Tls;

    private protected override string TlsParameter => UseSsl ? "-UseSsl" : base.TlsParameter;

    private protected override string? OtherThan(MailAccount account) =>
        base.OtherThan(account) ?? (Helo is not null && SmtpClientName.Parse(Helo) != Session!.ClientName ? nameof(Helo) : null);

    private void ProcessMessage()
    {
        RequireParameter();
        if (Record is not null && OutFile is null && !HasRecipient && RecipientProperty.AdviceFor(Record) is { } advice)
            throw new AdvisedException(MailErrors.InvalidParameter,
                "The message has no recipient, and the property of the object that holds an address is no parameter.", advice);

        Process(Compose([], Record));
    }

    /// <summary>
    /// An object of which no property became a parameter was piped by mistake; sending the same once more is not what is wanted.
    /// </summary>
    private void RequireParameter()
    {
        if (Record is not null && !MyInvocation.BoundParameters.Keys.Any(IsOfRecord))
            throw NoParameter(Record);
    }

    /// <summary>Whether a parameter has its value from the object, which a message id that is passed over has not.</summary>
    private bool IsOfRecord(string parameter) =>
        parameter != nameof(Record) && !_typed.Contains(parameter) && !(parameter == nameof(MessageId) && IsFromRow(parameter));

    private bool HasRecipient => new[] { To, Cc, Bcc }.Any(addresses => addresses is { Length: > 0 });

    /// <summary>The keys of a hashtable are no properties, which only a PSCustomObject makes of them.</summary>
    private static MailException NoParameter(PSObject input)
    {
        if (ExchangerObject.IsExchanger(input))
        {
            return new AdvisedException(
                MailErrors.InvalidInputObject,
                "The pipeline brings a mail exchanger, and -Server names the server already.",
                "Leave -Server out, also of $PSDefaultParameterValues, to send through the exchanger; or send without the pipeline.");
        }

        var message = $"An object of type {input.BaseObject.GetType().Name} has no property that is a parameter of this command.";
        if (RecipientProperty.AdviceFor(input) is { } advice)
            return new AdvisedException(MailErrors.InvalidInputObject, message, advice);
        return input.BaseObject is IDictionary
            ? new AdvisedException(MailErrors.InvalidInputObject, message,
                "Write [pscustomobject] before the hashtable: [pscustomobject]@{ To = 'user@example.com' } | Send-SmtpMessage.")
            : new MailException(MailErrors.InvalidInputObject, message);
    }

    /// <summary>
    /// Each file is looked at as it comes. One that cannot be attached keeps the message back, since its reader would not know what is
    /// missing.
    /// </summary>
    private void CollectFiles(string path)
    {
        IEnumerable<string> files = [];
        if (!OrReport(() => files = FilesOf(path), path))
            _unusableFiles++;
        foreach (var file in files)
        {
            if (!OrReport(() => _files.Add(AttachmentFrom(file, nameof(AttachmentFile))), file))
                _unusableFiles++;
        }
    }

    /// <summary>What comes through the pipeline and is no file may be a text that was to be the body.</summary>
    private IEnumerable<string> FilesOf(string path)
    {
        try
        {
            return MessagePath.Resolve(this, path, nameof(AttachmentFile));
        }
        catch (Exception e) when (MyInvocation.ExpectingInput && e is MailException)
        {
            throw new AdvisedException(
                MailErrors.AttachmentNotFound,
                $"The pipeline brings \"{WireText.Excerpt(path)}\", and there is no file of that name.",
                "If it is text, give it as -Body (… | Out-String). If it names a file, check the path; a relative one starts at the " +
                "current PowerShell location. Nothing was sent.");
        }
    }

    private void ProcessFiles(string path)
    {
        foreach (var file in MessagePath.Resolve(this, path, nameof(Path)))
            OrReport(() => Process(ReadFile(file)), file);
    }

    private void Process(OutgoingMessage message)
    {
        if (OutFile is not null)
        {
            Save(message);
            return;
        }

        var server = Direct ? null : Server ?? GetVariableValue("PSEmailServer") as string;
        CheckParameters(server);
        var submission = new SmtpSubmission(message.Envelope(), message.Content, DeliveryOptions(), message);
        if (Direct)
        {
            SubmitDirect(submission, message);
            return;
        }

        var account = Destination(server);
        if (IsAgreed($"{string.Join(", ", submission.Envelope.Recipients)} through {account.Server}",
            $"Send \"{WireText.Excerpt(message.Subject)}\""))
            Submit(submission, account);
    }

    private void CheckParameters(string? server)
    {
        if (UseSsl && Tls is not (TlsMode.Auto or TlsMode.StartTls))
            throw new MailException(MailErrors.InvalidParameter, $"-UseSsl asks for STARTTLS and -Tls for {Tls}; one of them is enough.");
        if ((string.IsNullOrWhiteSpace(server) ? Port : Together(server!).Port) == 465 && RequestedTls == TlsMode.StartTls)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"Port 465 is encrypted from the first octet, and {TlsParameter} asks for STARTTLS.",
                "Use -Tls Implicit on port 465, or STARTTLS on port 587.");
        }

        if (Session is not null && ThrottleLimit != 1)
            throw new MailException(MailErrors.InvalidParameter,
                $"-ThrottleLimit {ThrottleLimit} asks for several connections, and -Session is one.");
        if (Helo is not null)
            SmtpClientName.Parse(Helo);
        if (DeliveryNotificationOption.HasFlag(DeliveryNotificationOption.Never)
            && DeliveryNotificationOption != DeliveryNotificationOption.Never)
            throw new MailException(MailErrors.InvalidParameter, "-DeliveryNotificationOption Never goes with no other value.");
    }

    private SmtpDeliveryOptions DeliveryOptions()
    {
        var notify = SmtpNotify.Default;
        foreach (var (asked, wanted) in new[]
        {
            (DeliveryNotificationOption.OnSuccess, SmtpNotify.Success), (DeliveryNotificationOption.OnFailure, SmtpNotify.Failure),
            (DeliveryNotificationOption.Delay, SmtpNotify.Delay), (DeliveryNotificationOption.Never, SmtpNotify.Never),
        })
        {
            if (DeliveryNotificationOption.HasFlag(asked))
                notify |= wanted;
        }

        return notify == SmtpNotify.Default ? SmtpDeliveryOptions.None : new SmtpDeliveryOptions { Notify = notify };
    }

    private void Save(OutgoingMessage message)
    {
        var file = MessageFile.Locate(this, OutFile!, message.Content);
        if (!IsAgreed(file, $"Write \"{WireText.Excerpt(message.Subject)}\""))
            return;

        // Of one message written over another nobody would learn.
        if (_written.Contains(file) && new FileInfo(file) is { Exists: true, Length: > 0 })
        {
            throw new AdvisedException(
                MailErrors.FileExists,
                $"-OutFile: {file} holds a message of this command already.",
                "Give -OutFile a folder, which gets a file for each message, or a name for each: -OutFile { \"$($_.Name).eml\" }.");
        }

        MessageFile.Write(file, stream => message.Content.WriteTo(Stoppable(stream)), Force);
        _written.Add(file);
        if (PassThru)
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
    }
}
