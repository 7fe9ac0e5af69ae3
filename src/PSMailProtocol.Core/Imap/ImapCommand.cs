using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A command as a value: it writes itself, takes the responses that are its own, and knows what a refusal means.</summary>
internal abstract class ImapCommand
{
    /// <summary>The command's name, as it is written and for errors.</summary>
    public abstract string Name { get; }

    /// <summary>The tag of its completion; empty before it was sent.</summary>
    public string Tag { get; set; } = "";

    /// <summary>How it was completed; null before.</summary>
    public ImapStatus? Completion { get; set; }

    /// <summary>Writes the command behind its tag.</summary>
    public virtual void Write(ImapWriter writer) => writer.Words(Name);

    /// <summary>Takes an untagged response if it is what the command asked for. The mailbox's state has seen it before.</summary>
    /// <returns>Whether it was.</returns>
    public virtual bool Take(object response) => false;

    /// <summary>Answers what the server says when it waits, where that is no literal; null for literals.</summary>
    public virtual WireCommand? Answer(string challenge) => null;

    /// <summary>Takes the server's leave for octets that are sent from elsewhere.</summary>
    /// <returns>Whether it waits for that.</returns>
    public virtual bool TakeLeave() => false;

    /// <summary>The failure of a command that was refused.</summary>
    protected static ImapStatusException Refused(MailError error, string what, ImapStatus status) => new(error, what, status);
}

/// <summary>A command with its answer.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
internal abstract class ImapCommand<T> : ImapCommand
{
    /// <summary>The answer, when the server has completed the command.</summary>
    /// <exception cref="ImapStatusException">It was refused.</exception>
    public abstract T End(ImapStatus completion);
}
