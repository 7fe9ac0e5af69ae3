using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>The server's side of RFC 5321: the greeting, EHLO, STARTTLS and what belongs to no transaction.</summary>
internal sealed partial class SmtpServerSession : SandboxSession
{
    /// <summary>Longest command; RFC 4954 section 4 asks for room for an initial response.</summary>
    private const int LongestCommand = 16 * 1024;

    private static readonly Dictionary<string, int> Logins = new(StringComparer.OrdinalIgnoreCase) { ["AUTH"] = 2 };

    private readonly Dictionary<string, Action<string>> _commands;
    private readonly SessionDialogue _dialogue;
    private string? _clientName;
    private bool _isExtended;
    private string? _user;
    private MailTransaction? _transaction;

    public SmtpServerSession(SandboxService service, SandboxConnection connection, SessionDialogue dialogue)
        : base(SandboxProtocol.Smtp, service, connection)
    {
        _dialogue = dialogue;
        _commands = new(StringComparer.OrdinalIgnoreCase)
        {
            ["EHLO"] = Ehlo,
            ["HELO"] = Helo,
            ["STARTTLS"] = StartTls,
            ["AUTH"] = Authenticate,
            ["MAIL"] = Mail,
            ["RCPT"] = Recipient,
            ["DATA"] = Data,
            ["BDAT"] = Chunk,
            ["RSET"] = Reset,
            ["NOOP"] = _ => Reply("250 2.0.0 OK"),
            ["VRFY"] = _ => Reply("252 2.5.2 Cannot verify, will take the message"),
            ["HELP"] = _ => Reply("214 2.0.0 RFC 5321"),
            ["QUIT"] = Quit,
        };
    }

    protected override void Greet() => Reply($"220 {Service.HostName} ESMTP sandbox");

    protected override void Serve()
    {
        var line = Connection.ReadLine(LongestCommand);
        var space = line.IndexOf(' ');
        var verb = space < 0 ? line : line.Substring(0, space);
        var argument = space < 0 ? "" : line.Substring(space + 1).TrimEnd(' ');
        Connection.NoteCommand(WithoutSecret(line, Logins));

        // The octets follow whatever becomes of the command (RFC 3030 section 2).
        if (string.Equals(verb, "BDAT", StringComparison.OrdinalIgnoreCase))
            ReadChunk(argument);

        // A server that takes a bare LF for a line end lets messages be smuggled in (RFC 5321 section 2.3.8).
        if (Connection.LastLineEndedBare)
            Reply("500 5.5.2 A line ends with CRLF");
        else if (_commands.TryGetValue(verb, out var command))
            Perform(verb, argument, "", () => command(argument));
        else
            Perform(verb, argument, "", () => Reply("500 5.5.2 Command not recognized"));
    }

    private void Ehlo(string name)
    {
        if (!TryIntroduce(name, extended: true))
            return;

        var lines = new List<string> { $"{Service.HostName} greets {name}" };
        lines.AddRange(Extensions());
        for (var i = 0; i < lines.Count; i++)
            Reply((i == lines.Count - 1 ? "250 " : "250-") + lines[i]);
    }

    private void Helo(string name)
    {
        if (TryIntroduce(name, extended: false))
            Reply($"250 {Service.HostName}");
    }

    private bool TryIntroduce(string name, bool extended)
    {
        if (name.Length == 0 || name.Any(c => c <= ' '))
        {
            Reply("501 5.5.4 Give your domain or address literal");
            return false;
        }

        _clientName = name;
        _isExtended = extended;
        _transaction = null;
        return true;
    }

    private IReadOnlyList<string> Extensions()
    {
        var extensions = new List<string>
        {
            "PIPELINING",
            "SIZE " + Service.Options.MaximumMessageSize,
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            "CHUNKING",
            "DSN",
            Limits(),
        };
        if (Connection.IsEncrypted)
            extensions.Add("REQUIRETLS");
        if (Service.Options.OfferStartTls && !Connection.IsEncrypted)
            extensions.Add("STARTTLS");
        if (Service.Options.OfferAuthentication && !LacksRequiredTls)
            extensions.Add("AUTH " + string.Join(" ", Mechanisms.Names));
        return Offered(extensions);
    }

    /// <summary>What RFC 9422 lets a server say of itself.</summary>
    private string Limits()
    {
        var limits = $"LIMITS MAILMAX={Service.Options.MaximumTransactions} RCPTMAX={Service.Options.MaximumRecipients}";
        return Service.Options.MaximumRecipientDomains == 0 ? limits : $"{limits} RCPTDOMAINMAX={Service.Options.MaximumRecipientDomains}";
    }

    private bool Offers(string extension) => Extensions().Any(e => SandboxFaultList.IsNamed(e, extension));

    private void StartTls(string argument)
    {
        if (!Offers("STARTTLS"))
        {
            Reply(Connection.IsEncrypted ? "503 5.5.1 Already encrypted" : "502 5.5.1 STARTTLS is not offered");
            return;
        }

        if (argument.Length > 0)
        {
            Reply("501 5.5.4 STARTTLS takes no argument");
            return;
        }

        Reply("220 2.0.0 Begin TLS");
        Connection.StartTls(Service.Certificate);

        // Nothing that was said in clear counts any more (RFC 3207 section 4.2).
        _clientName = null;
        _isExtended = false;
        _user = null;
        _transaction = null;
    }

    private void Reset(string argument)
    {
        _transaction = null;
        Reply("250 2.0.0 OK");
    }

    private void Quit(string argument)
    {
        Reply($"221 2.0.0 {Service.HostName} closes");
        Close();
    }
}
