using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Sessions;

/// <summary>
/// A session between its uses and in the middle of them: kept alive, lost, cancelled, used by another thread. Its timer is the test's own.
/// </summary>
public sealed class MailSessionTests : IDisposable
{
    private readonly CommandLog _log = new();
    private readonly MailSandbox _sandbox;
    private readonly List<Timing> _timers = [];

    public MailSessionTests() => _sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = _log });

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    [Fact]
    public void Imap_is_kept_alive_while_nobody_uses_it()
    {
        var session = Open(MailProtocol.Imap);
        var timer = Assert.Single(_timers);
        _log.Clear();

        timer.Tick();
        timer.Tick();
        Assert.Equal(2, _log.Arguments("NOOP").Count);

        using (Enter(session))
        {
            _log.Clear();
            timer.Tick();
            Assert.Empty(_log.Arguments("NOOP"));
        }

        session.Close(null);
        _log.Clear();
        timer.Tick();
        Assert.Empty(_log.Arguments("NOOP"));
        Assert.True(timer.IsDisposed);
        Assert.InRange(timer.Pause, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Smtp)]
    public void The_others_are_not(MailProtocol protocol)
    {
        var session = Open(protocol);

        Assert.Empty(_timers);
        session.Close(null);
    }

    [Fact]
    public void A_connection_that_is_found_lost_is_replaced_at_the_next_use()
    {
        var session = Open(MailProtocol.Imap);
        var before = session.Imap;
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Imap, "NOOP").Times(1));

        _timers[0].Tick();
        Assert.Equal(MailSessionState.Lost, session.State);
        _timers[0].Tick();

        using (Enter(session))
            Assert.Contains("INBOX", session.Imap.List("*").Select(mailbox => mailbox.Name));
        Assert.Same(before, session.Imap);
        Assert.Equal(2, _sandbox.ConnectionsAccepted);
        session.Close(null);
    }

    [Fact]
    public async Task A_use_waits_until_the_server_was_asked()
    {
        var session = Open(MailProtocol.Imap);
        Task? use = null;
        _sandbox.Faults.Add(
            SandboxFault.Meanwhile(SandboxProtocol.Imap, "NOOP", () => use = Task.Run(() => Enter(session).Dispose())).Times(1));

        _timers[0].Tick();
        await use!;

        Assert.Equal(MailSessionState.Connected, session.State);
        Assert.Equal(1, _sandbox.ConnectionsAccepted);
        session.Close(null);
    }

    [Theory]
    [InlineData(MailProtocol.Imap, "LIST")]
    [InlineData(MailProtocol.Pop3, "STAT")]
    public void Whoever_cancels_loses_the_connection_and_the_next_use_opens_another(MailProtocol protocol, string verb)
    {
        var session = Open(protocol);
        using var stop = new CancellationTokenSource();
        _sandbox.Faults.Add(SandboxFault.Meanwhile(Sandboxed(protocol), verb, stop.Cancel).Times(1));

        using (session.Enter(null, connect => connect(), stop.Token))
            Assert.Throws<OperationCanceledException>(() => Ask(session));
        Assert.Equal(MailSessionState.Lost, session.State);
        Assert.Throws<OperationCanceledException>(() => session.Enter(null, connect => connect(), stop.Token));

        using (Enter(session))
            Ask(session);
        Assert.Equal(MailSessionState.Connected, session.State);
        session.Close(null);
    }

    [Fact]
    public void Whoever_cancels_later_cancels_nothing_of_others()
    {
        var session = Open(MailProtocol.Imap);
        using var stop = new CancellationTokenSource();
        session.Enter(null, connect => connect(), stop.Token).Dispose();

        stop.Cancel();

        Assert.Equal(MailSessionState.Connected, session.State);
        session.Close(null);
    }

    [Fact]
    public void Another_thread_has_no_turn_meanwhile()
    {
        var session = Open(MailProtocol.Imap);
        using (Enter(session))
        {
            using (Enter(session))
                Assert.True(session.IsShared);
            Assert.Equal(MailErrors.SessionInUse, OnAnotherThread(() => Enter(session).Dispose()).Error);
            Assert.Equal(MailErrors.SessionInUse, OnAnotherThread(() => session.Close(null)).Error);
            Assert.Equal(MailErrors.SessionInUse, Assert.Throws<MailException>(() => session.Close(null)).Error);
        }

        using (Enter(session))
            Assert.False(session.IsShared);
        session.Close(null);
        Assert.Equal(MailErrors.SessionClosed, Assert.Throws<MailException>(() => Enter(session)).Error);
    }

    [Fact]
    public void Its_end_takes_the_connection_away_from_whoever_uses_it()
    {
        var session = Open(MailProtocol.Imap);
        _sandbox.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Imap, "LIST", session.Abort));

        using (Enter(session))
            Assert.ThrowsAny<Exception>(() => Ask(session));

        Assert.Equal(MailSessionState.Closed, session.State);
        Assert.True(_sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.Equal(MailErrors.SessionClosed, Assert.Throws<MailException>(() => Enter(session)).Error);
    }

    [Fact]
    public void Messages_find_their_session_and_keep_none_alive()
    {
        var session = Open(MailProtocol.Imap);

        Assert.Same(session, MailSession.Of(session.Account));
        Assert.Same(session, MailSession.LivingOf(session.Account));
        session.Close(null);

        Assert.Null(MailSession.LivingOf(session.Account));
        Assert.Null(MailSession.Of(session.Account.Reached(session.Account.Connection)));
    }

    private static void Ask(MailSession session)
    {
        if (session.Protocol == MailProtocol.Imap)
            session.Imap.List("*");
        else
            session.Pop3.Stat();
    }

    private static SandboxProtocol Sandboxed(MailProtocol protocol) => Enum.Parse<SandboxProtocol>(protocol.ToString());

    private static SessionTurn Enter(MailSession session) => session.Enter(null, connect => connect(), CancellationToken.None);

    private static MailException OnAnotherThread(Action act)
    {
        MailException? failure = null;
        var thread = new Thread(() => failure = Assert.Throws<MailException>(act));
        thread.Start();
        thread.Join();
        return failure!;
    }

    private MailSession Open(MailProtocol protocol)
    {
        var port = protocol switch
        {
            MailProtocol.Imap => _sandbox.ImapPort,
            MailProtocol.Pop3 => _sandbox.Pop3Port,
            _ => _sandbox.SmtpPort,
        };
        var account = new MailAccount(_sandbox.Host, port, TlsMode.None, new NetworkCredential("alice@sandbox.test", "open sesame"))
        {
            AllowUnencryptedAuthentication = true,
        };
        var session = new MailSession(protocol, account, null, StartTimer);
        Enter(session).Dispose();
        return session;
    }

    private Timing StartTimer(Action act, TimeSpan pause)
    {
        var timing = new Timing(act, pause);
        _timers.Add(timing);
        return timing;
    }

    private sealed class Timing(Action act, TimeSpan pause) : IDisposable
    {
        public TimeSpan Pause => pause;

        public bool IsDisposed { get; private set; }

        public void Tick() => act();

        public void Dispose() => IsDisposed = true;
    }
}
