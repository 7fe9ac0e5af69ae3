using System;
using System.Collections.Generic;

namespace PSMailProtocol.Commands;

/// <summary>Takes messages that are composed already.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MessageInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected =>
        "A message is wanted here: one from a mailbox, bytes, a stream, or an object with a method WriteTo(Stream). A file with a " +
        "message is sent with -Path.";

    /// <inheritdoc/>
    protected override object? Take(object? input)
    {
        var messages = new List<object>();
        foreach (var element in Elements(input))
        {
            if (!MessageSourceObject.IsMessage(element))
                return null;
            messages.Add(element);
        }

        return messages.Count > 0 ? messages.ToArray() : null;
    }
}
