using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// The server's side of RFC 3501: reads a command, looks whether it is allowed now, has it done and sends its tagged
/// response. Each command returns that response without the tag.
/// </summary>
internal sealed partial class ImapServerSession : SandboxSession
{
    private readonly Dictionary<string, (ImapState Needs, Func<ImapArguments, string> Run)> _commands;
    private readonly ImapCommandReader _reader;
    private ImapState _state = ImapState.NotAuthenticated;
    private Action? _afterReply;

    public ImapServerSession(SandboxService service, SandboxConnection connection)
        : base(SandboxProtocol.Imap, service, connection)
    {
        _reader = new ImapCommandReader(connection);
        _commands = new(StringComparer.OrdinalIgnoreCase)
        {
            ["CAPABILITY"] = (ImapState.Any, Capability),
            ["NOOP"] = (ImapState.Any, NoOperation),
            ["LOGOUT"] = (ImapState.Any, LogOut),
            ["STARTTLS"] = (ImapState.NotAuthenticated, StartTls),
            ["LOGIN"] = (ImapState.NotAuthenticated, Login),
            ["AUTHENTICATE"] = (ImapState.NotAuthenticated, Authenticate),
            ["SELECT"] = (ImapState.Authenticated, a => Select(a, isReadOnly: false)),
            ["EXAMINE"] = (ImapState.Authenticated, a => Select(a, isReadOnly: true)),
            ["LIST"] = (ImapState.Authenticated, List),
            ["STATUS"] = (ImapState.Authenticated, Status),
            ["CHECK"] = (ImapState.Selected, NoOperation),
            ["CLOSE"] = (ImapState.Selected, Close),
            ["UNSELECT"] = (ImapState.Selected, Unselect),
            ["SEARCH"] = (ImapState.Selected, a => Search(a, byUid: false)),
            ["UID SEARCH"] = (ImapState.Selected, a => Search(a, byUid: true)),
            ["FETCH"] = (ImapState.Selected, a => Fetch(a, byUid: false)),
            ["UID FETCH"] = (ImapState.Selected, a => Fetch(a, byUid: true)),
            ["STORE"] = (ImapState.Selected, a => Store(a, byUid: false)),
            ["UID STORE"] = (ImapState.Selected, a => Store(a, byUid: true)),
            ["EXPUNGE"] = (ImapState.Selected, Expunge),
            ["UID EXPUNGE"] = (ImapState.Selected, UidExpunge),
        };
    }

    protected override void Greet() => Reply($"* OK [CAPABILITY {string.Join(" ", Capabilities())}] {Service.HostName} IMAP sandbox ready");

    protected override void Serve()
    {
        string tag = "*", verb;
        ImapArguments arguments;
        try
        {
            arguments = new ImapArguments(_reader.Read());
            tag = arguments.Tag();
            arguments.Space();
            verb = arguments.Keyword();
            if (verb == "UID")
            {
                arguments.Space();
                verb += " " + arguments.Keyword();
            }
        }
        catch (ImapSyntaxException e)
        {
            Reply($"{tag} BAD {e.Message}");
            return;
        }

        var argument = arguments.Rest.TrimStart(' ');
        Connection.NoteCommand(Shown(tag, verb, argument));
        if (_reader.HasBareLineFeed)
            Reply($"{tag} BAD A line ends with CRLF");
        else if (_reader.HasRefusedLiteral)
            Reply($"{tag} BAD [TOOBIG] The literal is too large");
        else
            Perform(verb, argument, tag, () => Execute(tag, verb, arguments));
    }

    private static string Shown(string tag, string verb, string argument)
    {
        if (verb is "LOGIN" or "AUTHENTICATE")
            argument = "********";
        return argument.Length == 0 ? $"{tag} {verb}" : $"{tag} {verb} {WireText.Excerpt(argument)}";
    }

    private void Execute(string tag, string verb, ImapArguments arguments)
    {
        var completion = Complete(verb, arguments);
        if (_selection is { } selection)
        {
            // A client that works with numbers must not see them change under it (RFC 3501 section 7.4.1).
            foreach (var response in selection.Synchronize(mayRenumber: verb is not ("FETCH" or "STORE" or "SEARCH")))
                Reply(response);
        }

        Reply($"{tag} {completion}");
        _afterReply?.Invoke();
        _afterReply = null;
    }

    private string Complete(string verb, ImapArguments arguments)
    {
        if (!_commands.TryGetValue(verb, out var command))
            return "BAD Command unknown";

        var allowed = command.Needs == ImapState.NotAuthenticated ? _state == command.Needs : _state >= command.Needs;
        if (!allowed)
            return "BAD Not in this state";

        try
        {
            return command.Run(arguments);
        }
        catch (ImapSyntaxException e)
        {
            return "BAD " + e.Message;
        }
    }

    private IReadOnlyList<string> Capabilities()
    {
        var capabilities = new List<string> { "IMAP4rev1", "LITERAL+", "SASL-IR", "UIDPLUS", "UNSELECT" };
        if (_state == ImapState.NotAuthenticated)
        {
            if (Service.Options.OfferStartTls && !Connection.IsEncrypted)
                capabilities.Add("STARTTLS");
            if (LacksRequiredTls)
                capabilities.Add("LOGINDISABLED");
            else
                capabilities.AddRange(Mechanisms.Names.Select(name => "AUTH=" + name));
        }

        return Offered(capabilities);
    }

    private string Capability(ImapArguments arguments)
    {
        arguments.End();
        Reply("* CAPABILITY " + string.Join(" ", Capabilities()));
        return "OK CAPABILITY completed";
    }

    private string NoOperation(ImapArguments arguments)
    {
        arguments.End();
        return "OK completed";
    }

    private string LogOut(ImapArguments arguments)
    {
        arguments.End();
        _selection = null;
        Reply("* BYE closing");
        Close();
        return "OK LOGOUT completed";
    }

    private string StartTls(ImapArguments arguments)
    {
        arguments.End();
        if (!Capabilities().Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
            return "BAD STARTTLS is not offered";

        _afterReply = () => Connection.StartTls(Service.Certificate);
        return "OK Begin TLS";
    }
}
