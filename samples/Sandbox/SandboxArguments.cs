using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Samples.SandboxProgram;

/// <summary>The command line of the sandbox program.</summary>
internal sealed class SandboxArguments
{
    public const string Usage = """
        A mail server in memory on loopback. It takes mail for every address, keeps it until it ends, and forwards nothing.

        dotnet run --project samples/Sandbox -- [options]

          --address ADDRESS              where all of it but the page is, an address such as 127.0.0.2 (127.0.0.1)
          --smtp PORT  --smtps PORT      where SMTP listens, in clear and inside TLS; without them the system picks
          --pop3 PORT  --pop3s PORT      likewise POP3
          --imap PORT  --imaps PORT      likewise IMAP
          --dns PORT                     likewise the name server, by UDP and TCP
          --policy-port PORT             likewise HTTPS for the policies of MTA-STS
          --web PORT                     a page that shows the messages, for a browser here; with 0 the system picks
          --user NAME:PASSWORD           a user; may be repeated; without any, every credential is accepted
          --token NAME:TOKEN             an OAuth token of a user; may be repeated
          --mechanisms A,B               the mechanisms on offer (PLAIN,LOGIN), such as SCRAM-SHA-256,XOAUTH2
          --domain DOMAIN                the users' domain (sandbox.test)
          --require-tls                  take neither mail nor a credential in clear
          --require-auth                 take mail after AUTH only
          --no-starttls                  do not offer STARTTLS and STLS
          --record "NAME TYPE DATA"      a record of the name server, such as "example.com MX 10 mail.example.com"; may be repeated
          --policy DOMAIN=FILE           the policy of a domain for MTA-STS, and its record; may be repeated
          --latency SECONDS              let each reply take so long
          --reject-unknown               refuse recipients that are no users
          --greylist TIMES               put each recipient off so many times (SMTP)
          --max-recipients N             take so many recipients in one transaction (SMTP)
          --max-size OCTETS              take messages of at the most so many octets (SMTP, IMAP)
          --apop                         offer APOP to the users; the greeting of POP3 has a timestamp then
          --login-delay SECONDS          refuse a POP3 login that comes sooner after the last one of its user
          --require-id                   open a mailbox only after ID (IMAP)
          --gmail                        offer Gmail's extensions (IMAP)
          --fault "PROTOCOL COMMAND X"   misbehave at a command, or by "dns NAME X" at a name; may be repeated
          --quiet                        do not show the dialogues
          --until-eof                    end when standard input ends, too
          --help                         show this

        Ctrl+C ends it.

        --fault "PROTOCOL COMMAND X" misbehaves at a command of smtp, pop3 or imap, such as RCPT, RETR or UID FETCH; GREETING is
        the greeting and . the end of a message that SMTP has read. X is

          drop                   end the connection before the command does anything
          drop-before-reply      … when it has taken effect, with no reply
          drop-after-reply       … when it was answered
          delay SECONDS          wait before the command takes effect
          stall                  never answer
          endless TEXT           answer with this line over and over
          size N                 announce N octets as the size of each message (pop3 and imap)
          leave-dots             give out lines that begin with a dot as they are (pop3 RETR and TOP)
          renumber               let the messages behind one that is marked move up (pop3 DELE)
          break-off N REPLY      give N responses, then the reply, such as "NO Not now" (imap FETCH, STORE, COPY, MOVE, LIST)
          refuse-after N REPLY   read N octets of the message, then give the reply (smtp DATA)
          hang-up-after N REPLY  … and close at once
          close-after REPLY      give the reply and end the connection
          any other text         the reply to give, for example "smtp RCPT 550 5.1.1 No such user"

        --fault "PROTOCOL * X" misbehaves at every connection. X is

          drop-after-sent N      end it once so many octets were sent
          drop-after-received N  … or received
          withhold NAME          do not offer a capability, such as PIPELINING
          offer CAPABILITY       offer one more, such as "LOGIN-DELAY 900"

        --fault "dns NAME X" misbehaves at questions for a name, "dns NAME TYPE X" at those for a type such as MX; * is every name. X is

          name-error             say that the name does not exist
          server-failure         say that the server could not find out
          refused                refuse to answer
          drop                   never answer
          truncate               answer by UDP that the answer is to be had by TCP
          wrong-id-first         send by UDP a forged answer with another id before the right one
          wrong-question-first   … to another question
          delay SECONDS          wait before the answer
        """;

    private readonly Dictionary<string, int> _ports = [];
    private readonly Dictionary<string, string> _users = [];
    private readonly HashSet<string> _switches = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly MailSandboxOptions _usual = new();
    private TimeSpan _latency;
    private IPAddress? _address;
    private string _domain = "sandbox.test";
    private string[]? _mechanisms;

    public List<SandboxFault> Faults { get; } = [];

    /// <summary>What the name server is to know, as name, type and data.</summary>
    public List<(string Name, string Type, string Data)> Records { get; } = [];

    /// <summary>Policies of MTA-STS, by domain and text.</summary>
    public List<(string Domain, string Text)> Policies { get; } = [];

    public bool ShowHelp => _switches.Contains("--help");

    public bool IsQuiet => _switches.Contains("--quiet");

    public bool UntilEndOfInput => _switches.Contains("--until-eof");

    /// <exception cref="FormatException">The command line is not as the usage says; the message says where.</exception>
    public static SandboxArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new SandboxArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name is "--help" or "--quiet" or "--until-eof" or "--require-tls" or "--require-auth" or "--no-starttls"
                or "--reject-unknown" or "--apop"
                or "--require-id" or "--gmail")
                parsed._switches.Add(name);
            else if (i + 1 < arguments.Count)
                parsed.Take(name, arguments[++i]);
            else
                throw new FormatException($"{name} is unknown or lacks its value.");
        }

        return parsed;
    }

    public MailSandboxOptions ToOptions(Net.ITranscript transcript) => new()
    {
        Address = _address ?? _usual.Address,
        SmtpPort = Port("--smtp"),
        SmtpsPort = Port("--smtps"),
        Pop3Port = Port("--pop3"),
        Pop3sPort = Port("--pop3s"),
        ImapPort = Port("--imap"),
        ImapsPort = Port("--imaps"),
        DnsPort = Port("--dns"),
        PolicyPort = _ports.TryGetValue("--policy-port", out var policies) ? policies : Policies.Count > 0 ? 0 : null,
        WebPort = _ports.TryGetValue("--web", out var web) ? web : null,
        Users = _users,
        Domain = _domain,
        RequireTls = _switches.Contains("--require-tls"),
        RequireAuthentication = _switches.Contains("--require-auth"),
        OfferStartTls = !_switches.Contains("--no-starttls"),
        RequireImapId = _switches.Contains("--require-id"),
        OfferGmail = _switches.Contains("--gmail"),
        OfferApop = _switches.Contains("--apop"),
        Latency = _latency,
        LoginDelay = TimeSpan.FromSeconds(Number("--login-delay", 0)),
        Tokens = _tokens,
        Mechanisms = _mechanisms ?? _usual.Mechanisms,
        MaximumRecipients = Number("--max-recipients", _usual.MaximumRecipients),
        MaximumMessageSize = Number("--max-size", _usual.MaximumMessageSize),
        RejectUnknownRecipients = _switches.Contains("--reject-unknown"),
        Transcript = IsQuiet ? null : transcript,
    };

    private int Port(string name) => _ports.GetValueOrDefault(name);

    private int Number(string name, int otherwise) => _numbers.GetValueOrDefault(name, otherwise);

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "--smtp" or "--smtps" or "--pop3" or "--pop3s" or "--imap" or "--imaps" or "--dns" or "--web" or "--policy-port":
                _ports[name] = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    ? port
                    : throw new FormatException($"{name} takes a port from 0 to 65535.");
                break;
            case "--address":
                _address = IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork
                    && IPAddress.IsLoopback(address)
                    ? address
                    : throw new FormatException($"{name} takes an address of the network 127.0.0.0/8.");
                break;
            case "--policy":
                Policies.Add(Policy(value));
                break;
            case "--user":
                AddPair(_users, value, "--user takes NAME:PASSWORD.");
                break;
            case "--token":
                AddPair(_tokens, value, "--token takes NAME:TOKEN.");
                break;
            case "--mechanisms":
                _mechanisms = value.ToUpperInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                break;
            case "--domain":
                _domain = value;
                break;
            case "--login-delay" or "--max-recipients" or "--max-size":
                _numbers[name] = Count(name, value);
                break;
            case "--greylist":
                Faults.Add(SandboxFault.Greylist(Count(name, value)));
                break;
            case "--latency":
                _latency = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                    && seconds <= 86400
                    ? TimeSpan.FromSeconds(seconds)
                    : throw new FormatException($"{name} takes a number of seconds.");
                break;
            case "--record":
                Records.Add(Record(value));
                break;
            case "--fault":
                Faults.Add(Fault(value));
                break;
            default:
                throw new FormatException($"{name} is unknown.");
        }
    }

    private static (string Name, string Type, string Data) Record(string value)
    {
        var words = value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (words.Length < 3)
                throw new FormatException("--record takes NAME TYPE DATA.");
            new SandboxZone().Add(words[0], words[1], words[2]);
            return (words[0], words[1], words[2]);
        }
        catch (MailException e)
        {
            throw new FormatException($"--record: {e.Message}", e);
        }
    }

    private static (string Domain, string Text) Policy(string value)
    {
        var (domain, file) = value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? (value[..equals], value[(equals + 1)..])
            : ("", "");
        try
        {
            if (file.Length == 0)
                throw new FormatException("--policy takes DOMAIN=FILE.");
            new SandboxZone().AddTxt(domain, "");
            return (domain, File.ReadAllText(file));
        }
        catch (Exception e) when (e is MailException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"--policy: {e.Message}", e);
        }
    }

    private static SandboxFault Fault(string value)
    {
        try
        {
            return SandboxFault.Parse(value);
        }
        catch (FormatException e)
        {
            throw new FormatException($"--fault: {e.Message}", e);
        }
    }

    private static void AddPair(Dictionary<string, string> pairs, string value, string usage)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        pairs[colon > 0 ? value[..colon] : throw new FormatException(usage)] = value[(colon + 1)..];
    }

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new FormatException($"{name} takes a number.");
}
