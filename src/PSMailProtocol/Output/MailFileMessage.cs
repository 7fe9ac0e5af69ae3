using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>A message of a file: the one of an .eml file, or one of a mbox file.</summary>
public sealed class MailFileMessage : ReceivedMessage
{
    internal MailFileMessage(RawMail mail, string path, int index)
        : base(mail, isHeader: false, MailboxId.OfFile(path))
    {
        Path = path;
        Index = index;
        Size = mail.Length;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>Which one of the file it is, counted from 1.</summary>
    public int Index { get; }

    /// <summary>The size in octets.</summary>
    public long Size { get; }
}
