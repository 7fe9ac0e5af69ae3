using System;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <content>Sessions in which the cmdlets work: one that was given, the one that a message was read through, or one of their own.</content>
public abstract partial class MailServerCommand
{
    /// <summary>A session in place of a server.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public virtual MailSession? Session { get; set; }

    /// <summary>
    /// Does something in a session of IMAP: in the one that the account is of, or in one that is opened for it and left in the end.
    /// </summary>
    private protected void InImapSession(MailAccount account, Action<ImapSession, MailboxChoice> act)
    {
        if (MailSession.Of(account) is { } lasting)
        {
            InSession(lasting, () => InTurn(lasting.Imap, act, account));
            return;
        }

        using var session = Open(account, () => ImapSession.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            act(session, new MailboxChoice(session, account));
        }
        finally
        {
            session.Logout();
        }
    }

    /// <summary>
    /// Does something in a session of POP3: in the one that the account is of, or in one that is opened for it and left in the end.
    /// </summary>
    /// <param name="account">The login.</param>
    /// <param name="act">What is done. It may end the connection.</param>
    /// <param name="removes">Whether it may mark messages, which the end of the connection removes.</param>
    /// <exception cref="Pop3OutOfStepException">The server said more than it was asked for.</exception>
    private protected void InPop3Session(MailAccount account, Action<Pop3Session> act, bool removes = false)
    {
        if (MailSession.Of(account) is { } lasting)
        {
            InSession(lasting, () =>
            {
                if (removes && lasting.IsShared)
                    throw InTheMiddle(lasting);
                InTurn(lasting.Pop3, act, removes);
            });
            return;
        }

        using var session = Open(account, () => Pop3Session.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            act(session);
        }
        finally
        {
            // Also when the pipeline wants no more: a lock that is let go of politely is free at once.
            session.Leave();
        }
    }

    private void InTurn(Pop3Session session, Action<Pop3Session> act, bool removes)
    {
        session.ReadAhead();
        try
        {
            act(session);
        }
        catch when (removes)
        {
            // Whatever is marked by now is not to go with a later end of the session.
            session.Dispose();
            throw;
        }
        finally
        {
            Settle(session);
        }

        if (removes && session.Connection.IsClosed)
            Tell("Only the end of the connection commits a removal, so it was ended. The next use of the session opens another.");
    }

    /// <summary>A session that cannot go on is lost, and opened anew at the next use.</summary>
    private static void Settle(Pop3Session session)
    {
        try
        {
            session.Settle();
        }
        catch (MailException e) when (e is not Pop3OutOfStepException)
        {
            session.Dispose();
        }
    }

    /// <summary>The error for what cannot be done while a command further up is in the middle of something.</summary>
    private protected static AdvisedException InTheMiddle(MailSession session) => new(
        MailErrors.SessionInUse,
        $"A command further up in the pipeline is in the middle of something in the session with {session.Account}.",
        "Let the other command come to its end first: give its output to a variable, and that to this command.");

    /// <summary>Does something in a session that lasts.</summary>
    private protected void InSession(MailSession session, Action act)
    {
        using var turn = session.Enter(Transcript(), connect => Open(session.Account, connect, connection => connection), Cancellation);
        var limits = session.Connection.Limits;
        session.Connection.Limits = LimitsFor(limits);
        try
        {
            act();
        }
        finally
        {
            session.Connection.Limits = limits;
        }
    }

    /// <summary>Whoever has the session further up the pipeline goes on to be told of what it reads.</summary>
    private static void InTurn(ImapSession session, Action<ImapSession, MailboxChoice> act, MailAccount account)
    {
        var progress = session.Progress;
        session.Progress = null;
        try
        {
            act(session, new MailboxChoice(session, account));
        }
        finally
        {
            session.Progress = progress;
        }
    }

    /// <summary>The account of the session that was given.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, <see cref="MailErrors.SessionClosed"/>.</exception>
    private MailAccount AccountOf(MailSession session)
    {
        if (session.Protocol != Spoken)
            throw new MailException(MailErrors.InvalidParameter,
                $"-{nameof(Session)} speaks {session.Protocol.ToString().ToUpperInvariant()}, and this command {ProtocolName}.");
        if (session.State == MailSessionState.Closed)
            throw new MailException(MailErrors.SessionClosed, $"-{nameof(Session)}: the session with {session.Account} is closed.");
        if (OtherThan(session.Account) is { } parameter)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(Session)} is a session with {session.Account}, and -{parameter} does not say what it was opened with.",
                $"Leave -{parameter} out, also of $PSDefaultParameterValues, to use the session; or leave -{nameof(Session)} out.");
        }

        return session.Account;
    }

    /// <summary>The account of input, whose mailbox has to be that of the session that was given.</summary>
    private MailAccount AccountInSession(MailSession session, MailboxId mailbox, MailAccount account)
    {
        var given = AccountOf(session);
        return string.Equals(given.Server, account.Server, StringComparison.OrdinalIgnoreCase)
            && string.Equals(given.UserName, account.UserName, StringComparison.Ordinal)
            ? given
            : throw new MailException(MailErrors.InvalidParameter,
                $"The input lives in {mailbox}, and -{nameof(Session)} is a session with {given}.");
    }

    /// <summary>
    /// The first parameter that says something else than an account, by which a session was opened; null where all agree.
    /// </summary>
    private protected virtual string? OtherThan(MailAccount account)
    {
        var (read, port, tls) = string.IsNullOrWhiteSpace(Server) ? (null, Port == 0 ? null : Port, RequestedTls) : Together(Server!);
        var connection = account.Connection;
        return new (bool Differs, string Parameter)[]
        {
            (read is not null && !string.Equals(read.Host, account.Server, StringComparison.OrdinalIgnoreCase), nameof(Server)),
            (port is not null && port != account.Port, read?.Port is null ? nameof(Port) : nameof(Server)),
            (tls != TlsMode.Auto && tls != account.Tls, TlsParameter.Split(' ')[0].TrimStart('-')),
            (HasUser && !string.Equals(Credential!.UserName, account.UserName, StringComparison.Ordinal), nameof(Credential)),
            (Token is not null, nameof(Token)),
            (Certificate is not null, nameof(Certificate)),
            (Authentication != MailAuthentication.Auto && Authentication != account.Authentication, nameof(Authentication)),
            (AllowUnencryptedAuthentication && !account.AllowUnencryptedAuthentication, nameof(AllowUnencryptedAuthentication)),
            (SkipCertificateCheck && !connection.SkipCertificateCheck, nameof(SkipCertificateCheck)),
            (HasPin && $"{CertificatePin.Parse(PinnedCertificate!)}" != $"{connection.PinnedCertificate}", nameof(PinnedCertificate)),
            (IsOther(nameof(ConnectionTimeoutSeconds), ConnectionTimeoutSeconds, connection.ConnectionTimeout),
                nameof(ConnectionTimeoutSeconds)),
            (IsOther(nameof(OperationTimeoutSeconds), OperationTimeoutSeconds, connection.OperationTimeout),
                nameof(OperationTimeoutSeconds)),
        }.Where(parameter => parameter.Differs).Select(parameter => parameter.Parameter).FirstOrDefault();
    }

    private bool IsOther(string parameter, int seconds, TimeSpan known) => Seconds(parameter, seconds, known) != known;
}
