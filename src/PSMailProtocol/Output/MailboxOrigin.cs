using PSMailProtocol.Net;

namespace PSMailProtocol;

/// <summary>
/// Where a received message lives, so that a cmdlet down the pipeline can go there again. The login is kept in memory
/// only: it is no property, so no view, serializer or log can reach it.
/// </summary>
public sealed class MailboxOrigin
{
    private readonly MailAccount _account;

    internal MailboxOrigin(MailAccount account, string protocol, string name, long uidValidity)
    {
        _account = account;
        Protocol = protocol;
        Name = name;
        UidValidity = uidValidity;
    }

    /// <summary>POP3 or IMAP.</summary>
    public string Protocol { get; }

    /// <summary>The server.</summary>
    public string Server => _account.Server;

    /// <summary>The port.</summary>
    public int Port => _account.Port;

    /// <summary>The user.</summary>
    public string UserName => _account.UserName ?? "";

    /// <summary>The mailbox's name; a maildrop is always the INBOX.</summary>
    public string Name { get; }

    /// <summary>Under this number the UIDs mean the same messages; 0 for POP3, which has none.</summary>
    public long UidValidity { get; }

    /// <summary>The login and how to connect.</summary>
    internal MailAccount GetAccount() => _account;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} of {_account}";
}
