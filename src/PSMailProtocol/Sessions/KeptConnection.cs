using System;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <summary>What a session needs of a protocol's own session, whichever that is.</summary>
internal sealed class KeptConnection
{
    private readonly Func<MailConnection> _connection;

    private KeptConnection(object session, Func<MailConnection> connection, Action noop, Action leave)
    {
        Session = session;
        _connection = connection;
        Noop = noop;
        Leave = leave;
    }

    /// <summary>The protocol's own session.</summary>
    public object Session { get; }

    /// <summary>The connection that it has now.</summary>
    public MailConnection Connection => _connection();

    /// <summary>Asks the server whether it is still there.</summary>
    public Action Noop { get; }

    /// <summary>Says goodbye and closes.</summary>
    public Action Leave { get; }

    public static KeptConnection Of(ImapSession session) => new(session, () => session.Connection, session.Noop, session.Logout);

    public static KeptConnection Of(Pop3Session session) => new(session, () => session.Connection, session.Noop, session.Leave);

    /// <remarks>A sender finds out by itself whether the server is still there, so that nobody has to be asked before.</remarks>
    public static KeptConnection Of(SmtpSession session) => new(session, () => session.Connection, () => { }, session.Quit);
}
