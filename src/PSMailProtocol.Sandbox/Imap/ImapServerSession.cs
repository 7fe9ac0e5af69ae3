using System;
using System.Collections.Generic;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// The server's side of RFC 3501 and RFC 9051: reads a command, looks whether it is allowed now, has it done and sends its
/// tagged response. Each command returns that response without the tag.
/// </summary>
internal sealed partial class ImapServerSession : SandboxSession
{
    /// <summary>RFC 7888 section 5.</summary>
    private const long LargestUnaskedLiteral = 4096;

    private readonly Dictionary<string, ImapServerCommand> _commands;
    private readonly ImapCommandReader _reader;
    private ImapState _state = ImapState.NotAuthenticated;
    private SandboxMaildrop? _maildrop;
    private ImapSelection? _selection;
    private Action? _afterReply;
    private string _tag = "";
    private bool _knowsModSeq;

    public ImapServerSession(SandboxService service, SandboxConnection connection)
        : base(SandboxProtocol.Imap, service, connection)
    {
        _reader = new ImapCommandReader(connection, service.Options.MaximumMessageSize, LargestUnasked);
        _commands = new(StringComparer.OrdinalIgnoreCase)
        {
            ["CAPABILITY"] = new(ImapState.Any, Capability),
            ["NOOP"] = new(ImapState.Any, NoOperation),
            ["ID"] = new(ImapState.Any, Identify, "ID"),
            ["LOGOUT"] = new(ImapState.Any, LogOut),
            ["STARTTLS"] = new(ImapState.NotAuthenticated, StartTls),
            ["LOGIN"] = new(ImapState.NotAuthenticated, Login),
            ["AUTHENTICATE"] = new(ImapState.NotAuthenticated, Authenticate),
            ["ENABLE"] = new(ImapState.Authenticated, Enable, "ENABLE"),
            ["SELECT"] = new(ImapState.Authenticated, a => Select(a, isReadOnly: false)),
            ["EXAMINE"] = new(ImapState.Authenticated, a => Select(a, isReadOnly: true)),
            ["NAMESPACE"] = new(ImapState.Authenticated, Namespace, "NAMESPACE"),
            ["LIST"] = new(ImapState.Authenticated, List),
            ["LSUB"] = new(ImapState.Authenticated, ListSubscribed),
            ["SUBSCRIBE"] = new(ImapState.Authenticated, a => Subscribe(a, isSubscribed: true)),
            ["UNSUBSCRIBE"] = new(ImapState.Authenticated, a => Subscribe(a, isSubscribed: false)),
            ["CREATE"] = new(ImapState.Authenticated, Create),
            ["DELETE"] = new(ImapState.Authenticated, Delete),
            ["RENAME"] = new(ImapState.Authenticated, Rename),
            ["APPEND"] = new(ImapState.Authenticated, Append),
            ["STATUS"] = new(ImapState.Authenticated, Status),
            ["GETQUOTA"] = new(ImapState.Authenticated, GetQuota, "QUOTA"),
            ["GETQUOTAROOT"] = new(ImapState.Authenticated, GetQuotaRoot, "QUOTA"),
            ["IDLE"] = new(ImapState.Authenticated, Idle, "IDLE"),
            ["CHECK"] = new(ImapState.Selected, NoOperation),
            ["COPY"] = new(ImapState.Selected, a => Copy(a, byUid: false, moves: false)),
            ["UID COPY"] = new(ImapState.Selected, a => Copy(a, byUid: true, moves: false)),
            ["MOVE"] = new(ImapState.Selected, a => Copy(a, byUid: false, moves: true), "MOVE"),
            ["UID MOVE"] = new(ImapState.Selected, a => Copy(a, byUid: true, moves: true), "MOVE"),
            ["CLOSE"] = new(ImapState.Selected, Close),
            ["UNSELECT"] = new(ImapState.Selected, Unselect, "UNSELECT"),
            ["SEARCH"] = new(ImapState.Selected, a => Search(a, byUid: false)),
            ["UID SEARCH"] = new(ImapState.Selected, a => Search(a, byUid: true)),
            ["FETCH"] = new(ImapState.Selected, a => Fetch(a, byUid: false)),
            ["UID FETCH"] = new(ImapState.Selected, a => Fetch(a, byUid: true)),
            ["STORE"] = new(ImapState.Selected, a => Store(a, byUid: false)),
            ["UID STORE"] = new(ImapState.Selected, a => Store(a, byUid: true)),
            ["EXPUNGE"] = new(ImapState.Selected, Expunge),
            ["UID EXPUNGE"] = new(ImapState.Selected, UidExpunge, "UIDPLUS"),
        };
    }

    protected override void Greet() => Reply($"* OK [CAPABILITY {string.Join(" ", Capabilities())}] {Service.HostName} IMAP sandbox ready");

    protected override void Serve()
    {
        string tag = "*", verb;
        ImapArguments arguments;
        try
        {
            arguments = new ImapArguments(_reader.Read(), AcceptsUtf8);
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
        else if (_reader.HasForeignLiteral)
            Reply($"{tag} BAD A literal of that kind is not offered");
        else if (_reader.HasRefusedLiteral)
            Reply($"{tag} {(verb == "APPEND" ? "NO" : "BAD")} [TOOBIG] The literal is too large");
        else
            Perform(verb, argument, tag, () => Execute(tag, verb, argument, arguments));
    }

    private static string Shown(string tag, string verb, string argument)
    {
        // Who forgets the tag has said the verb in its place.
        if (verb is "LOGIN" or "AUTHENTICATE" || tag.ToUpperInvariant() is "LOGIN" or "AUTHENTICATE")
            argument = SandboxConnection.Hidden;
        return argument.Length == 0 ? $"{tag} {verb}" : $"{tag} {verb} {WireText.Excerpt(argument)}";
    }

    private long LargestUnasked() => Has("LITERAL+") ? long.MaxValue : Has("LITERAL-") ? LargestUnaskedLiteral : -1;

    private void Execute(string tag, string verb, string argument, ImapArguments arguments)
    {
        if (HasLostSelection())
            return;

        _tag = tag;
        BeginResponses(verb, argument);
        try
        {
            var completion = Complete(verb, arguments);
            if (HasLostSelection())
                return;
            Synchronize(verb);
            Connection.Change = null;
            Reply($"{tag} {completion}");
        }
        catch (ImapBrokenOffException e)
        {
            Connection.Change = null;
            Reply(e.Message.Replace("{tag}", tag));
            if (e.Closes)
                Close();
        }

        _afterReply?.Invoke();
        _afterReply = null;
    }

    private void Synchronize(string verb)
    {
        if (_selection is not { } selection)
            return;

        // A client that works with numbers must not see them change under it (RFC 3501 section 7.4.1).
        foreach (var response in selection.Synchronize(mayRenumber: verb is not ("FETCH" or "STORE" or "SEARCH"), _knowsModSeq))
            Reply(response);
    }

    private string Complete(string verb, ImapArguments arguments)
    {
        if (!_commands.TryGetValue(verb, out var command) || (command.Extension is { } extension && !Has(extension)))
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

    /// <summary>
    /// Ends the session if the selected mailbox is gone or has another UIDVALIDITY: the client knows nothing of it any more.
    /// </summary>
    private bool HasLostSelection()
    {
        if (_selection is not { IsLost: true })
            return false;

        Reply("* BYE The selected mailbox is not what it was");
        Close();
        return true;
    }
}
