using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>A server that plays along with a login up to the last secret and then says again what it read.</summary>
internal sealed class EchoingServer
{
    private readonly SandboxProtocol _protocol;
    private readonly string _mechanism;
    private readonly Func<IReadOnlyList<string>, string> _end;
    private readonly List<string> _secrets = [];
    private string _tag = "";
    private int _steps;

    /// <param name="protocol">What it speaks.</param>
    /// <param name="mechanism">What it offers: a mechanism of SASL, or USER, APOP or the command LOGIN, in the protocol's own
    /// words.</param>
    /// <param name="end">Says what it says in the end, from all lines that hold a secret; <c>{tag}</c> is that of IMAP.</param>
    public EchoingServer(SandboxProtocol protocol, string mechanism, Func<IReadOnlyList<string>, string> end)
    {
        _protocol = protocol;
        _mechanism = mechanism;
        _end = end;
        var greeting = protocol switch
        {
            SandboxProtocol.Smtp => "220 hi\r\n",
            SandboxProtocol.Pop3 => "+OK hi <1@x>\r\n",
            _ => "* OK hi\r\n",
        };
        Peer = new AnsweringPeer(Answer, greeting, Delivery.Whole);
    }

    public AnsweringPeer Peer { get; }

    /// <summary>The lines that held a secret, as they were heard.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>What a line says once everything in it that is base64 is decoded.</summary>
    public static string Decoded(string line) =>
        line.StartsWith("APOP", StringComparison.Ordinal) ? line : string.Join(" ", line.Split(' ').Select(word =>
        {
            if (word is "AUTH" or "AUTHENTICATE" or "PASS" or "A001" or "A002")
                return word;

            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(word)).Replace('\0', ' ').Replace('\u0001', ' ');
            }
            catch (FormatException)
            {
                return word;
            }
        }));

    private bool IsCommand => _mechanism is "USER" or "APOP" or "COMMAND";

    private string Answer(string line)
    {
        if (_steps > 0)
            return Step(line);

        var command = line;
        if (_protocol == SandboxProtocol.Imap)
        {
            _tag = line.Split(' ')[0];
            command = line.Substring(_tag.Length + 1);
        }

        switch (command.Split(' ')[0])
        {
            case "EHLO":
                return $"250-hi\r\n250 AUTH {_mechanism}\r\n";
            case "CAPA":
                return IsCommand ? "+OK\r\nUSER\r\n.\r\n" : $"+OK\r\nSASL {_mechanism}\r\n.\r\n";
            case "CAPABILITY":
                return IsCommand
                    ? $"* CAPABILITY IMAP4rev1\r\n{_tag} OK\r\n"
                    : $"* CAPABILITY IMAP4rev1 SASL-IR AUTH={_mechanism}\r\n{_tag} OK\r\n";
            case "USER":
                return "+OK\r\n";
            case "LOGIN" when line.EndsWith('}'):
                _steps = 1;
                return "+ go\r\n";
            default:
                return Step(line);
        }
    }

    private string Step(string line)
    {
        var step = _steps++;
        _secrets.Add(line);
        switch (_mechanism)
        {
            case "LOGIN" when step < 2:
                return Challenge(step == 0 ? "Username:" : "Password:");
            case "CRAM-MD5" when step == 0:
                return Challenge("<1@x>");
            case "SCRAM-SHA-1" or "SCRAM-SHA-256" when step == 0:
                var nonce = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).Split("r=")[1];
                return Challenge($"r={nonce}srv,s=QSXCR+Q6sek8bf92,i=4096");
        }

        return _end(_secrets).Replace("{tag}", _tag);
    }

    private string Challenge(string text) =>
        (_protocol == SandboxProtocol.Smtp ? "334 " : "+ ") + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "\r\n";
}
