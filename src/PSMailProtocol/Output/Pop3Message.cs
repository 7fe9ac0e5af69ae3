using PSMailProtocol.Accounts;
using PSMailProtocol.Pop3;

namespace PSMailProtocol;

/// <summary>A message of a maildrop.</summary>
public sealed class Pop3Message : ReceivedMessage
{
    internal Pop3Message(Pop3Fetched fetched, MailAccount account)
        : base(fetched.Mail!, fetched.IsHeader, MailboxId.OfMaildrop(account), account)
    {
        Number = fetched.Entry.Number;
        Uid = fetched.Entry.Uid;
        Size = fetched.Entry.Size;
        IsPartial = fetched.Lines is not null && !fetched.IsWhole;
    }

    /// <summary>The number in the session that read it. It means nothing in any other.</summary>
    public int Number { get; }

    /// <summary>The unique-id, which identifies the message in every session; null if the server gives it none.</summary>
    public string? Uid { get; }

    /// <summary>The size in octets, as the server says.</summary>
    public long Size { get; }
}
