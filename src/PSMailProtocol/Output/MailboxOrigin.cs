using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol;

/// <summary>
/// Where a received message lives, so that a cmdlet down the pipeline can go there again. The login is kept in memory
/// only: it is no property, so no view, serializer or log can reach it.
/// </summary>
public sealed class MailboxOrigin
{
    private readonly MailAccount? _account;

    internal MailboxOrigin(MailAccount? account, string protocol, string name, long uidValidity)
    {
        _account = account;
        Protocol = protocol;
        Name = name;
        UidValidity = uidValidity;
    }

    /// <summary>POP3, IMAP or File.</summary>
    public string Protocol { get; }

    /// <summary>The server; empty for a file.</summary>
    public string Server => _account?.Server ?? "";

    /// <summary>The port; 0 for a file.</summary>
    public int Port => _account?.Port ?? 0;

    /// <summary>The user.</summary>
    public string UserName => _account?.UserName ?? "";

    /// <summary>The mailbox's name; a maildrop is always the INBOX, and a file is its path.</summary>
    public string Name { get; }

    /// <summary>Under this number the UIDs mean the same messages; 0 for POP3 and files, which have none.</summary>
    public long UidValidity { get; }

    /// <summary>The login and how to connect.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> for a message of a file.</exception>
    internal MailAccount GetAccount() =>
        _account ?? throw new MailException(MailErrors.InvalidInputObject, $"The message lies in the file {Name} and on no server.");

    /// <summary>The origin of a message that lies in a file.</summary>
    internal static MailboxOrigin OfFile(string path) => new(null, "File", path, 0);

    /// <inheritdoc/>
    public override string ToString() => _account is null ? Name : $"{Name} of {_account}";
}
