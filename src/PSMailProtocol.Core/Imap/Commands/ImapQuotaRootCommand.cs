using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>GETQUOTAROOT (RFC 9208 section 4.1.2).</summary>
internal sealed class ImapQuotaRootCommand(string mailbox) : ImapCommand<IReadOnlyList<ImapQuota>>
{
    private const int MostRoots = 100;

    private readonly List<ImapQuota> _quotas = [];

    public override string Name => "GETQUOTAROOT";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox);

    public override bool Take(object response)
    {
        if (response is not ImapQuota quota || _quotas.Count == MostRoots)
            return false;

        _quotas.Add(quota);
        return true;
    }

    public override IReadOnlyList<ImapQuota> End(ImapStatus completion) =>
        completion.IsOk ? _quotas : throw Refused(MailErrors.CommandRejected, "The quota was not told", completion);
}
