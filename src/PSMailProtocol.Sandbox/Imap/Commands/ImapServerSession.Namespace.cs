namespace PSMailProtocol.Sandbox.Imap;

/// <content>NAMESPACE (RFC 2342): one personal namespace, and no others.</content>
internal sealed partial class ImapServerSession
{
    private string Namespace(ImapArguments arguments)
    {
        arguments.End();
        Reply($"* NAMESPACE ((\"{Service.Options.MailboxPrefix}\" \"{Service.Options.MailboxDelimiter}\")) NIL NIL");
        return "OK NAMESPACE completed";
    }
}
