namespace PSMailProtocol.Imap;

/// <content>STARTTLS (RFC 9051 section 6.2.1).</content>
public sealed partial class ImapSession
{
    /// <summary>Upgrades to TLS and asks for the capabilities anew, since those learned in clear prove nothing.</summary>
    public void StartTls()
    {
        using (_connection.Operation())
        {
            _connection.RefuseEarlyConsent();
            Expect(NewCommand("STARTTLS"), MailErrors.TlsRequired, "The server offered STARTTLS and refused it");
        }

        Capabilities = ImapCapabilities.None;
        _connection.StartTls();
        ReadCapabilities();
    }
}
