using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Probing;

/// <summary>
/// Looks at a mail server: connects, greets, encrypts, judges the certificate, logs in if there is a credential, and says goodbye. It
/// reads no mail and sends none. With a certificate that is refused it goes on as far as nothing is said that is not for everybody.
/// </summary>
public abstract class ServerProbe
{
    private readonly List<string> _commands = [];
    private ProbeReport? _report;
    private ProbeTranscript? _transcript;

    private protected ServerProbe(MailAccount account) => Account = account;

    /// <summary>Told of each stage as it begins.</summary>
    public Action<ProbeStage>? Progress { get; set; }

    /// <summary>The first words of the commands that it may be told to say: those that ask for something and change nothing.</summary>
    public abstract IReadOnlyList<string> SpokenCommands { get; }

    /// <summary>The server and who we are there.</summary>
    private protected MailAccount Account { get; }

    /// <summary>What was found out so far.</summary>
    private protected ProbeReport Report => _report!;

    /// <summary>Has the probe say a command once it is ready for that, and keep the answer.</summary>
    /// <param name="command">A command of the protocol without its line end, with IMAP without its tag.</param>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/> for CR, LF and NUL, and
    /// <see cref="MailErrors.InvalidParameter"/> for a command that does more than ask.</exception>
    public void Add(string command)
    {
        WireText.Encode(command, nameof(ProbeAnswer.Command));
        var verb = command.Split(' ')[0];
        if (!SpokenCommands.Contains(verb, StringComparer.OrdinalIgnoreCase))
        {
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(ProbeAnswer.Command),
                $"begins with \"{WireText.Excerpt(verb)}\". A probe says nothing that changes the session, logs in, or moves mail: "
                + $"it says {string.Join(", ", SpokenCommands)}.");
        }

        RefuseCommand(command);
        _commands.Add(command);
    }

    /// <summary>Probes the server. A server that fails is a report as well.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the connection is closed.</exception>
    public ProbeReport Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        _report = new ProbeReport(Account);
        _transcript = new ProbeTranscript();
        try
        {
            var account = Account.Reached(Account.Connection with
            {
                DefersCertificateCheck = true,
                Transcript = JoinedTranscript.Of(_transcript, Account.Connection.Transcript),
            });
            Enter(ProbeStage.Connect);
            using var connection = MailConnection.Connect(account.Server, account.Port, account.Connection, cancellation);
            Report.Address = connection.RemoteEndPoint;
            Converse(account, connection);
            Enter(ProbeStage.Completed);
        }
        catch (MailException e)
        {
            Report.Failure = e;
        }

        Report.Transcript = new JoinedList<string>(_transcript.Lines);
        Report.Duration = clock.Elapsed;
        return Report;
    }

    /// <summary>Refuses what a command may not hold behind its first word.</summary>
    private protected virtual void RefuseCommand(string command)
    {
    }

    /// <summary>Begins a session over the connection, which the session then owns.</summary>
    private protected abstract IDisposable Begin(MailConnection connection);

    /// <summary>Reads the greeting, and what may follow from it.</summary>
    private protected abstract void Greet(MailAccount account);

    /// <summary>Asks what the server offers, unless the greeting has said it.</summary>
    private protected abstract void ReadCapabilities();

    /// <summary>What the server offers now: lines, mechanisms, the largest message.</summary>
    private protected abstract (IReadOnlyList<string> Lines, IReadOnlyCollection<string> Mechanisms,
        long? MaximumSize) Capabilities { get; }

    /// <summary>Encrypts where the account wants it.</summary>
    private protected abstract void Upgrade(MailAccount account, MailConnection connection);

    /// <summary>Says what does nothing.</summary>
    private protected abstract void Ping();

    /// <summary>Logs in.</summary>
    /// <returns>The mechanism.</returns>
    private protected abstract string? LogIn(MailAccount account, MailCredential credential);

    /// <summary>Says a command and reads its answer to the end.</summary>
    private protected abstract void Say(string command);

    /// <summary>Walks through an envelope, where there is one.</summary>
    private protected virtual void Walk()
    {
    }

    /// <summary>Says goodbye and closes.</summary>
    private protected abstract void Leave();

    private protected void Enter(ProbeStage stage)
    {
        Report.Stage = stage;
        Progress?.Invoke(stage);
    }

    private void Converse(MailAccount account, MailConnection connection)
    {
        if (account.EncryptsFromStart)
        {
            Enter(ProbeStage.Tls);
            Encrypt(connection, connection.OpenTls);
        }

        using var session = Begin(connection);
        Enter(ProbeStage.Greeting);
        Listen(() => Greet(account), lines => Report.Greeting = new JoinedList<string>(lines));
        try
        {
            Explore(account, connection);
            Act(account, connection);
        }
        finally
        {
            if (!connection.IsClosed)
                Leave();
        }
    }

    /// <summary>What anybody may see.</summary>
    private void Explore(MailAccount account, MailConnection connection)
    {
        Enter(ProbeStage.Capabilities);
        ReadCapabilities();
        NoteCapabilities(connection);
        if (!connection.IsEncrypted)
        {
            Enter(ProbeStage.Tls);
            Encrypt(connection, () => Upgrade(account, connection));
            if (connection.IsEncrypted)
                NoteCapabilities(connection);
        }

        Enter(ProbeStage.Capabilities);
        var clock = Stopwatch.StartNew();
        Ping();
        Report.RoundTrip = clock.Elapsed;
        Enter(ProbeStage.Certificate);
        connection.RequireCertificate();
    }

    /// <summary>What is said on somebody's behalf.</summary>
    private void Act(MailAccount account, MailConnection connection)
    {
        if (account.GetCredential() is { } credential)
        {
            Enter(ProbeStage.Login);
            Screen(connection, credential.GetSecret().Password);
            Report.LoginMechanism = LogIn(account, credential);
            Report.MaximumSize ??= Capabilities.MaximumSize;
        }

        if (_commands.Count > 0)
            Enter(ProbeStage.Command);

        var answers = new List<ProbeAnswer>();
        Report.Answer = new JoinedList<ProbeAnswer>(answers);
        foreach (var command in _commands)
            Listen(() => Say(command), lines => answers.Add(new ProbeAnswer(command, lines)));
        Walk();
    }

    /// <summary>
    /// Keeps the secret, and what a login sends of it, out of what the server says until the end: one that repeats it may do so at any
    /// time.
    /// </summary>
    private static void Screen(MailConnection connection, string secret)
    {
        var screen = new LoginScreen(connection);
        screen.Hide(secret);
        screen.Hide(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
    }

    private void Encrypt(MailConnection connection, Action encrypt)
    {
        try
        {
            encrypt();
        }
        finally
        {
            // Also where the server fails right behind the handshake.
            Report.TlsProtocol = connection.TlsProtocol;
            Report.CipherSuite = connection.CipherSuite;
            if (connection.CertificateVerdict is { } verdict)
                Report.Certificate = new ServerCertificateReport(verdict);
        }
    }

    private void NoteCapabilities(MailConnection connection)
    {
        var (lines, mechanisms, size) = Capabilities;
        if (connection.IsEncrypted)
            Report.CapabilityAfterTls = new JoinedList<string>(lines);
        else
            Report.CapabilityBeforeTls = new JoinedList<string>(lines);
        Report.AuthenticationMechanism = new JoinedList<string>(mechanisms);
        Report.MaximumSize = size;
    }

    /// <summary>Does something and keeps what the server says meanwhile, also where that is an end.</summary>
    private void Listen(Action act, Action<IReadOnlyList<string>> keep)
    {
        _transcript!.Listen();
        try
        {
            act();
        }
        finally
        {
            keep(_transcript.Heard());
        }
    }
}
