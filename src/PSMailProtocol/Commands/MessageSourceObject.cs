using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Makes a message of what -InputObject takes.</summary>
internal static class MessageSourceObject
{
    /// <summary>Whether an object is a message, or holds the bytes of one.</summary>
    public static bool IsMessage(object? input) =>
        input is not null
            && (BareObject.Of(input) is byte[] or Stream or ReceivedMessage || Writer(input) is not null || StoredMessage.IsMessage(input));

    /// <summary>
    /// The object as a message that was read from a mailbox or a file, so that whoever it is for has it, or what stands for one; null for
    /// any other.
    /// </summary>
    public static ReceivedMessage? Received(object input) => BareObject.Of(input) as ReceivedMessage ?? StoredMessage.Of(input);

    /// <summary>The message.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> if the object cannot write itself, or writes
    /// nothing.</exception>
    public static RawMessage Read(object input)
    {
        var message = BareObject.Of(input) switch
        {
            byte[] bytes => RawMessage.FromBytes(bytes, MailFields.Read),
            Stream stream => RawMessage.FromStream(stream, MailFields.Read),
            ReceivedMessage received => RawMessage.FromWriter(received.WriteTo, MailFields.Read),
            _ => RawMessage.FromBytes(Written(input), MailFields.Read),
        };
        return message.Length > 0 ? message : throw new MailException(MailErrors.InvalidInputObject, "-InputObject: the message is empty.");
    }

    /// <summary>The octets of a message that no cmdlet of this module read, as they are.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> if the object cannot write itself.</exception>
    public static RawMail ReadMail(object input) => BareObject.Of(input) switch
    {
        byte[] bytes => RawMail.FromBytes(bytes),
        Stream stream => RawMail.FromStream(stream),
        _ => RawMail.FromBytes(Written(input)),
    };

    /// <summary>
    /// What an object of another library writes. It is written once and here: it may be a script's object, which must not
    /// be called from another thread, and nobody promises that it writes the same a second time.
    /// </summary>
    private static byte[] Written(object input)
    {
        using var written = new MemoryStream();
        try
        {
            Writer(input)!.Invoke(written);
        }
        catch (Exception e) when (e is MethodException or GetValueException)
        {
            var cause = e.InnerException ?? e;
            throw new MailException(MailErrors.InvalidInputObject,
                $"-InputObject: {BareObject.Of(input)!.GetType().Name}.WriteTo failed: {cause.Message}", cause);
        }

        return written.ToArray();
    }

    /// <summary>
    /// The method <c>WriteTo(Stream)</c>, perhaps with further parameters that have defaults, as the messages of other libraries have it.
    /// </summary>
    private static PSMethodInfo? Writer(object input)
    {
        // A dictionary's keys are no methods, and numbers and dates have none that are meant; looking costs time for each row.
        if (BareObject.Of(input) is ValueType or string)
            return null;

        var method = PSObject.AsPSObject(input).Methods["WriteTo"];
        return method is PSScriptMethod || (method?.OverloadDefinitions.Any(TakesStream) ?? false) ? method : null;
    }

    private static bool TakesStream(string overload) =>
        overload.Contains("WriteTo(System.IO.Stream") || overload.Contains("WriteTo(IO.Stream");
}
