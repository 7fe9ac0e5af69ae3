using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Pop3;

/// <summary>The server's side of RFC 1939: the states, CAPA (RFC 2449), STLS (RFC 2595) and QUIT.</summary>
internal sealed partial class Pop3ServerSession : SandboxSession
{
    private const int LongestCommand = 16 * 1024;

    private static readonly Dictionary<string, int> Logins =
        new(StringComparer.OrdinalIgnoreCase) { ["PASS"] = 1, ["APOP"] = 2, ["AUTH"] = 2 };

    private readonly Dictionary<string, Action<string>> _anyState;
    private readonly Dictionary<string, Action<string>> _authorization;
    private readonly Dictionary<string, Action<string>> _transactions;

    public Pop3ServerSession(SandboxService service, SandboxConnection connection)
        : base(SandboxProtocol.Pop3, service, connection)
    {
        _timestamp = $"<{Guid.NewGuid():N}@{service.HostName}>";
        _anyState = new(StringComparer.OrdinalIgnoreCase) { ["CAPA"] = Capabilities, ["QUIT"] = Quit };
        _authorization = new(StringComparer.OrdinalIgnoreCase)
        {
            ["STLS"] = StartTls,
            ["USER"] = User,
            ["PASS"] = Password,
            ["APOP"] = Apop,
            ["AUTH"] = Authenticate,
            ["UTF8"] = Utf8,
        };
        _transactions = new(StringComparer.OrdinalIgnoreCase)
        {
            ["STAT"] = Status,
            ["LIST"] = List,
            ["UIDL"] = UniqueIds,
            ["RETR"] = Retrieve,
            ["TOP"] = Top,
            ["DELE"] = Delete,
            ["RSET"] = Reset,
            ["NOOP"] = _ => Reply("+OK"),
        };
    }

    protected override void Greet() => Reply($"+OK {Service.HostName} POP3 sandbox ready{(OffersApop ? " " + _timestamp : "")}");

    protected override void Serve()
    {
        var line = Connection.ReadLine(LongestCommand);
        var space = line.IndexOf(' ');
        var verb = space < 0 ? line : line.Substring(0, space);
        var argument = space < 0 ? "" : line.Substring(space + 1);
        Connection.NoteCommand(WithoutSecret(line, Logins));

        if (Connection.LastLineEndedBare)
            Reply("-ERR A line ends with CRLF");
        else
            Perform(verb, argument, "", () => Find(verb)(argument));
    }

    protected override void End() => _maildrop?.Unlock(this);

    private Action<string> Find(string verb)
    {
        if (_anyState.TryGetValue(verb, out var command))
            return command;
        if ((_maildrop is null ? _authorization : _transactions).TryGetValue(verb, out command))
            return command;

        var known = _authorization.ContainsKey(verb) || _transactions.ContainsKey(verb);
        return _ => Reply(known ? "-ERR Not in this state" : "-ERR Unknown command");
    }

    private IReadOnlyList<string> Offered()
    {
        var capabilities = new List<string> { "TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "UTF8", "EXPIRE NEVER" };
        if (Service.Options.OfferStartTls && !Connection.IsEncrypted && _maildrop is null)
            capabilities.Add("STLS");
        if (!LacksRequiredTls)
        {
            capabilities.Add("USER");
            if (Mechanisms.Names.Count > 0)
                capabilities.Add("SASL " + string.Join(" ", Mechanisms.Names));
        }

        if (Service.Options.LoginDelay > TimeSpan.Zero)
            capabilities.Add($"LOGIN-DELAY {(long)Service.Options.LoginDelay.TotalSeconds}");
        capabilities.Add("IMPLEMENTATION PSMailProtocol-sandbox");
        return Offered(capabilities);
    }

    private void Capabilities(string argument)
    {
        Reply("+OK");
        foreach (var capability in Offered())
            Reply(capability);
        Reply(".");
    }

    /// <summary>
    /// Messages are kept as they came, so there is nothing to downgrade for a client that does not ask (RFC 6856 section 2.1).
    /// </summary>
    private void Utf8(string argument) =>
        Reply(Offered().Any(capability => SandboxFaultList.IsNamed(capability, "UTF8")) ? "+OK UTF8 it is" : "-ERR Unknown command");

    private void StartTls(string argument)
    {
        if (!Offered().Contains("STLS", StringComparer.OrdinalIgnoreCase))
        {
            Reply(Connection.IsEncrypted ? "-ERR Already encrypted" : "-ERR STLS is not offered");
            return;
        }

        Reply("+OK Begin TLS");
        Connection.StartTls(Service.Certificate);

        // What was said in clear counts no more (RFC 2595 section 4).
        _claimedUser = null;
    }

    private void Quit(string argument)
    {
        // Only QUIT in the transaction state enters the update state; any other end removes nothing (RFC 1939 section 6).
        Update();
        Reply("+OK Bye");
        Close();
    }
}
