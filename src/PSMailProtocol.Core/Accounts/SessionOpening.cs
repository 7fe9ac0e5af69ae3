using System;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Accounts;

/// <summary>The rules about encryption and credentials that all mail protocols share (RFC 8314, RFC 3207, RFC 2595).</summary>
public static class SessionOpening
{
    /// <summary>Connects to an account's server, inside TLS if that starts with the first octet, and begins a session there.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="create">Makes the session, which owns the connection from then on.</param>
    /// <param name="begin">Greets, upgrades and logs in. If it fails, nothing is left open.</param>
    /// <param name="cancellation">Closes the connection.</param>
    public static T Open<T>(MailAccount account, Func<MailConnection, T> create, Action<T> begin, CancellationToken cancellation)
    {
        var connection = MailConnection.Connect(account.Server, account.Port, account.Connection, cancellation);
        try
        {
            if (account.EncryptsFromStart)
                connection.OpenTls();
            var session = create(connection);
            begin(session);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits for the beginning of the greeting. Where TLS starts with the first octet the server waits for the client, so what
    /// is said about a clear connection on which nothing ever came is that it may be such a port.
    /// </summary>
    /// <exception cref="NoGreetingException">Nothing came in time.</exception>
    internal static void AwaitGreeting(MailConnection connection)
    {
        try
        {
            if (connection.Input.Count == 0)
                connection.Fill();
        }
        catch (MailException e) when (e.Error == MailErrors.OperationTimedOut && !connection.IsEncrypted)
        {
            throw new NoGreetingException(e);
        }
    }

    /// <summary>Upgrades to TLS as the account asks.</summary>
    /// <param name="account">What is asked for.</param>
    /// <param name="connection">The connection, greeted and with capabilities known.</param>
    /// <param name="offered">Whether the server offers the upgrade.</param>
    /// <param name="command">What the upgrade is called in this protocol, for the error.</param>
    /// <param name="upgrade">Asks for the upgrade, starts TLS and reads the capabilities anew.</param>
    /// <exception cref="MailException"><see cref="MailErrors.TlsRequired"/>.</exception>
    public static void Upgrade(MailAccount account, MailConnection connection, bool offered, string command, Action upgrade)
    {
        if (connection.IsEncrypted || !account.WantsUpgrade)
            return;

        if (offered)
            upgrade();
        else if (account.RequiresUpgrade)
            throw new MailException(MailErrors.TlsRequired,
                $"{account.Server} port {account.Port} does not offer {command}, so the connection would stay in clear.");
    }

    /// <summary>
    /// Refuses to let a credential cross a clear connection to another machine unless the user allowed it, or go to a server whose
    /// certificate is yet to be refused.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.UnencryptedAuthenticationRefused"/>,
    /// <see cref="MailErrors.CertificateRejected"/>.</exception>
    public static void RefuseClearCredential(MailAccount account, MailConnection connection)
    {
        connection.RequireCertificate();
        if (connection.IsEncrypted || connection.IsLoopback || account.AllowUnencryptedAuthentication)
            return;

        throw new MailException(MailErrors.UnencryptedAuthenticationRefused,
            $"The connection to {account.Server} is not encrypted, so the credential was not sent.");
    }
}
