using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Sends mail: one object in, one message out, one connection for the whole pipeline.</summary>
[Cmdlet(VerbsCommunications.Send, "SmtpMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(SmtpMessageResult))]
public sealed partial class SendSmtpMessageCommand : MailServerCommand
{
    private readonly List<string> _files = [];
    private HashSet<string> _typed = [];

    /// <summary>Note what was typed, since all else that is bound later comes from the pipeline.</summary>
    protected override void BeginProcessing()
    {
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
                    OrReport(() => _files.AddRange(MessagePath.Resolve(this, path, nameof(AttachmentFile))), path);
                break;
            case InputSet:
                foreach (var input in InputObject)
                    OrReport(() => Process(ReadInput(input)), input);
                break;
            case PathSet:
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
        if (_files.Count > 0)
            OrReport(() => Process(Compose(_files, null)), From);
        Finish();
    }

    private protected override bool NeedsUserName => false;

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => tls switch
    {
        TlsMode.Implicit => 465,
        _ => hasCredential ? 587 : 25,
    };

    private protected override TlsMode RequestedTls => UseSsl ? TlsMode.StartTls : Tls;

    private void ProcessMessage()
    {
        // An object of which no property became a parameter was piped by mistake; sending the same once more is not what is wanted.
        if (Record is not null && !MyInvocation.BoundParameters.Keys.Any(name => name != nameof(Record) && !_typed.Contains(name)))
            throw new MailException(MailErrors.InvalidInputObject, $"An object of type {Record.BaseObject.GetType().Name} has no property that is a parameter of this command.");

        Process(Compose([], Record));
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

        CheckParameters();
        var submission = new SmtpSubmission(message.Envelope(), message.Content, DeliveryOptions(), message);
        var server = Server ?? GetVariableValue("PSEmailServer") as string;
        if (ShouldProcess($"{string.Join(", ", submission.Envelope.Recipients)} through {server}", $"Send \"{WireText.Excerpt(message.Subject)}\""))
            Submit(submission, server);
    }

    private void CheckParameters()
    {
        if (UseSsl && Tls is not (TlsMode.Auto or TlsMode.StartTls))
            throw new MailException(MailErrors.InvalidParameter, $"-UseSsl asks for STARTTLS and -Tls for {Tls}; one of them is enough.");
        if (DeliveryNotificationOption.HasFlag(DeliveryNotificationOption.Never) && DeliveryNotificationOption != DeliveryNotificationOption.Never)
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
        if (!ShouldProcess(file, $"Write \"{WireText.Excerpt(message.Subject)}\""))
            return;

        MessageFile.Write(file, message.Content, Force);
        if (PassThru)
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
    }
}
