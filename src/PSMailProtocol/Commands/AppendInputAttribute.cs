using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// Takes one message: one that was read, one of another library, or one that was sent. Files and their paths are another parameter's.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AppendInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected =>
        "A message is wanted here: one from a mailbox or of Import-MailMessage, a result of Send-SmtpMessage, bytes, a stream, or an " +
        "object with a method WriteTo(Stream).";

    /// <inheritdoc/>
    protected override object? Take(object? input)
    {
        if (input is null)
            return null;

        var one = PSObject.AsPSObject(input);
        return MessageSourceObject.IsMessage(one) || one.BaseObject is SmtpMessageResult || StoredObject.Was<SmtpMessageResult>(one)
            ? one
            : null;
    }
}
