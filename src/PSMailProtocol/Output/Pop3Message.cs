using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>A message of a maildrop.</summary>
public sealed class Pop3Message : ReceivedMessage
{
    internal Pop3Message(MimeMessage message, MailboxOrigin mailbox, int number, string? uid, long size)
        : base(message, mailbox)
    {
        Number = number;
        Uid = uid;
        Size = size;
    }

    /// <summary>The number in the session that read it. It means nothing in any other.</summary>
    public int Number { get; }

    /// <summary>The unique-id, which identifies the message in every session; null if the server has none.</summary>
    public string? Uid { get; }

    /// <summary>The size in octets, as the server says.</summary>
    public long Size { get; }
}
