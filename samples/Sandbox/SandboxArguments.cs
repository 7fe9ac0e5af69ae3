using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Samples.SandboxProgram;

/// <summary>The command line of the sandbox program.</summary>
internal sealed class SandboxArguments
{
    public const string Usage = $"""
        A mail server in memory on 127.0.0.1. It takes mail for every address, keeps it until it ends, and forwards nothing.

        dotnet run --project samples/Sandbox -- [options]

          --smtp PORT  --smtps PORT      where SMTP listens, in clear and inside TLS; without them the system picks
          --pop3 PORT  --pop3s PORT      likewise POP3
          --imap PORT  --imaps PORT      likewise IMAP
          --dns PORT                     likewise the name server, by UDP and TCP
          --user NAME:PASSWORD           a user; may be repeated; without any, every credential is accepted
          --domain DOMAIN                the users' domain (sandbox.test)
          --require-tls                  take neither mail nor a credential in clear
          --require-auth                 take mail after AUTH only
          --no-starttls                  do not offer STARTTLS and STLS
          --reject-unknown               refuse recipients that are no users
          --apop                         offer APOP to the users; the greeting of POP3 has a timestamp then
          --login-delay SECONDS          refuse a POP3 login that comes sooner after the last one of its user
          --fault "PROTOCOL COMMAND X"   misbehave at a command; may be repeated
          --quiet                        do not show the dialogues
          --until-eof                    end when standard input ends, too
          --help                         show this

        Ctrl+C ends it.

        {FaultArgument.Usage}
        """;

    private readonly Dictionary<string, int> _ports = [];
    private readonly Dictionary<string, string> _users = [];
    private readonly HashSet<string> _switches = [];
    private string _domain = "sandbox.test";
    private TimeSpan _loginDelay;

    public List<SandboxFault> Faults { get; } = [];

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
            if (name is "--help" or "--quiet" or "--until-eof" or "--require-tls" or "--require-auth" or "--no-starttls" or "--reject-unknown" or "--apop")
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
        SmtpPort = Port("--smtp"),
        SmtpsPort = Port("--smtps"),
        Pop3Port = Port("--pop3"),
        Pop3sPort = Port("--pop3s"),
        ImapPort = Port("--imap"),
        ImapsPort = Port("--imaps"),
        DnsPort = Port("--dns"),
        Users = _users,
        Domain = _domain,
        RequireTls = _switches.Contains("--require-tls"),
        RequireAuthentication = _switches.Contains("--require-auth"),
        OfferStartTls = !_switches.Contains("--no-starttls"),
        OfferApop = _switches.Contains("--apop"),
        LoginDelay = _loginDelay,
        RejectUnknownRecipients = _switches.Contains("--reject-unknown"),
        Transcript = IsQuiet ? null : transcript,
    };

    private int Port(string name) => _ports.GetValueOrDefault(name);

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "--smtp" or "--smtps" or "--pop3" or "--pop3s" or "--imap" or "--imaps" or "--dns":
                _ports[name] = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    ? port
                    : throw new FormatException($"{name} takes a port from 0 to 65535.");
                break;
            case "--user":
                var colon = value.IndexOf(':', StringComparison.Ordinal);
                _users[colon > 0 ? value[..colon] : throw new FormatException("--user takes NAME:PASSWORD.")] = value[(colon + 1)..];
                break;
            case "--domain":
                _domain = value;
                break;
            case "--login-delay":
                _loginDelay = uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds)
                    : throw new FormatException("--login-delay takes a number of seconds.");
                break;
            case "--fault":
                Faults.Add(FaultArgument.Parse(value));
                break;
            default:
                throw new FormatException($"{name} is unknown.");
        }
    }
}
