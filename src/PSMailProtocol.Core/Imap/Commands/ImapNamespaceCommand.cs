namespace PSMailProtocol.Imap.Commands;

/// <summary>NAMESPACE (RFC 9051 section 6.3.10).</summary>
internal sealed class ImapNamespaceCommand : ImapCommand<ImapNamespaces?>
{
    private ImapNamespaces? _namespaces;

    public override string Name => "NAMESPACE";

    public override bool Take(object response)
    {
        _namespaces ??= response as ImapNamespaces;
        return response is ImapNamespaces;
    }

    /// <summary>The namespaces; null where the server refuses, as some of Exchange do that offer it.</summary>
    public override ImapNamespaces? End(ImapStatus completion) => completion.IsOk ? _namespaces : null;
}
