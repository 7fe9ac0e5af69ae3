namespace PSMailProtocol.Sandbox.Imap;

/// <content>GETQUOTA and GETQUOTAROOT (RFC 9208): one root for all of a user's mailboxes, which limits their storage.</content>
internal sealed partial class ImapServerSession
{
    private const string QuotaRoot = "\"User quota\"";

    private string GetQuota(ImapArguments arguments)
    {
        arguments.Space();
        var root = arguments.AString();
        arguments.End();
        if (Service.Options.StorageQuota == 0 || '"' + root + '"' != QuotaRoot)
            return "NO [NONEXISTENT] There is no such quota root";

        ReplyQuota();
        return "OK GETQUOTA completed";
    }

    private string GetQuotaRoot(ImapArguments arguments)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.End();
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoSuchMailbox;

        var isLimited = Service.Options.StorageQuota > 0;
        Reply($"* QUOTAROOT {Written(mailbox.Name)}{(isLimited ? " " + QuotaRoot : "")}");
        if (isLimited)
            ReplyQuota();
        return "OK GETQUOTAROOT completed";
    }

    /// <summary>In units of 1,024 octets (section 5.1), of which one that is begun counts.</summary>
    private void ReplyQuota() =>
        Reply($"* QUOTA {QuotaRoot} (STORAGE {(_maildrop!.Size + 1023) / 1024} {Service.Options.StorageQuota / 1024})");
}
