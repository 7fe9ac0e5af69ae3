using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Sasl;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// One dialogue of any of the three protocols: greet, then read a command, look whether a fault applies, do it, until
/// either side ends. What the commands are is the protocol's own.
/// </summary>
internal abstract class SandboxSession
{
    private static readonly char[] Blank = [' ', '\t'];

    private readonly SandboxProtocol _protocol;
    private bool _mayBeSecret;

    protected SandboxSession(SandboxProtocol protocol, SandboxService service, SandboxConnection connection)
    {
        _protocol = protocol;
        Service = service;
        Connection = connection;
        Mechanisms = new SaslServerMechanisms(service, connection);
    }

    /// <summary>The server that this dialogue is part of.</summary>
    protected SandboxService Service { get; }

    /// <summary>The connection it runs over.</summary>
    protected SandboxConnection Connection { get; }

    /// <summary>The mechanisms of SASL on offer.</summary>
    protected SaslServerMechanisms Mechanisms { get; }

    /// <summary>Whether the dialogue is over once the last reply is sent.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>Whether neither mail nor a credential is taken for want of TLS.</summary>
    protected bool LacksRequiredTls => Service.Options.RequireTls && !Connection.IsEncrypted;

    /// <summary>Runs the dialogue from the greeting to its end.</summary>
    public void Run()
    {
        try
        {
            Perform(SandboxFault.Greeting, "", "", Greet);
            while (!IsOver)
                Serve();

            // Before the client hears of the end, so that its next session finds nothing held.
            End();
            Connection.Finish();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Sends the greeting.</summary>
    protected abstract void Greet();

    /// <summary>Reads one command and performs it.</summary>
    protected abstract void Serve();

    /// <summary>Lets go of what the session holds, however it ended; called once or twice.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Makes this command the last one.</summary>
    protected void Close() => IsOver = true;

    /// <summary>Puts one line of a reply in line.</summary>
    protected void Reply(string line) => Connection.Reply(line);

    /// <summary>
    /// A line as it may be shown: without what stands behind the words of a login, however these are spaced. A client that does not look
    /// at the answer to its login goes on with its secret, so that a line that is no command is not shown there either.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="shown">The verbs that log in, and how many words of each are no secret.</param>
    protected string WithoutSecret(string line, IReadOnlyDictionary<string, int> shown)
    {
        var words = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var verb = words.Length == 0 ? "" : words[0].Split('=')[0];
        if (shown.TryGetValue(verb, out var count))
        {
            _mayBeSecret = true;
            return verb != words[0] ? $"{verb} {SandboxConnection.Hidden}"
                : words.Length <= count ? line
                : string.Join(" ", words, 0, count) + " " + SandboxConnection.Hidden;
        }

        _mayBeSecret &= !SandboxCommands.Of(_protocol).Contains(verb, StringComparer.OrdinalIgnoreCase);
        return _mayBeSecret && words.Length > 0 ? SandboxConnection.Hidden : line;
    }

    /// <summary>Does what a command asks, unless a fault says otherwise.</summary>
    protected void Perform(string verb, string argument, string tag, Action command)
    {
        var fault = Service.Faults.FindForCommand(_protocol, verb, argument);
        switch (fault)
        {
            case SandboxFaultEffect.Reply replaced:
                foreach (var line in replaced.Lines)
                    Reply(line.Replace("{tag}", tag));
                if (replaced.Closes)
                    Close();
                break;
            case SandboxFaultEffect.Drop drop:
                PerformAndDrop(drop.Moment, verb, command);
                break;
            case SandboxFaultEffect.Delay delay:
                Connection.Wait(delay.Time);
                command();
                break;
            case SandboxFaultEffect.Stall:
                Connection.NoteEvent($"fault: stalled at {verb}");
                Connection.Stall();
                break;
            case SandboxFaultEffect.Endless endless:
                Connection.NoteEvent($"fault: endless reply to {verb}");
                Connection.Repeat(endless.Octets);
                break;
            case SandboxFaultEffect.Inject inject:
                Connection.Inject(inject.Octets);
                command();
                Connection.EndReply();
                break;
            case SandboxFaultEffect.Meanwhile meanwhile:
                meanwhile.Act();
                command();
                break;
            default:
                command();
                break;
        }
    }

    /// <summary>What a size is announced as.</summary>
    protected long Announced(string verb, string argument, long size) =>
        Service.Faults.Find<SandboxFaultEffect.MisstateSize>(_protocol, verb, argument) is { } misstated ? misstated.Announced(size) : size;

    /// <summary>Capabilities as the faults leave them.</summary>
    protected IReadOnlyList<string> Offered(IEnumerable<string> capabilities) => Service.Faults.Filter(_protocol, capabilities);

    private void PerformAndDrop(SandboxMoment moment, string verb, Action command)
    {
        if (moment == SandboxMoment.BeforeReply)
            Connection.Mute();
        if (moment != SandboxMoment.BeforeCommand)
            command();

        Connection.NoteEvent($"fault: dropped at {verb}");
        Close();
    }
}
