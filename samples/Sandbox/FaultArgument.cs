using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Samples.SandboxProgram;

/// <summary>The text of one <c>--fault</c>: a protocol, a command or an asterisk for all, and what goes wrong.</summary>
internal static class FaultArgument
{
    public const string Usage = """
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
        """;

    /// <exception cref="FormatException">It is not as the usage says; the message says why.</exception>
    public static SandboxFault Parse(string text)
    {
        var words = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !Enum.TryParse<SandboxProtocol>(words[0], ignoreCase: true, out var protocol) || !Enum.IsDefined(protocol))
            throw new FormatException("--fault takes \"PROTOCOL COMMAND X\" with smtp, pop3 or imap as the protocol.");

        // IMAP's commands by UID have a name of two words.
        if (words[1].Equals("UID", StringComparison.OrdinalIgnoreCase) && words[2].Split(' ', 2) is [var verb, var effect])
            (words[1], words[2]) = ("UID " + verb, effect);
        var (name, value) = words[2].Split(' ', 2) is [var first, var rest] ? (first, rest) : (words[2], "");
        return words[1] == "*" ? OfConnection(protocol, name, value) : OfCommand(protocol, words[1], name, value, words[2]);
    }

    private static SandboxFault OfConnection(SandboxProtocol protocol, string name, string value) => name switch
    {
        "drop-after-sent" => SandboxFault.DropAfterSent(protocol, Octets(name, value)),
        "drop-after-received" => SandboxFault.DropAfterReceived(protocol, Octets(name, value)),
        "withhold" => SandboxFault.Withhold(protocol, Given(name, value)),
        "offer" => SandboxFault.Offer(protocol, Given(name, value)),
        _ => throw new FormatException($"--fault \"… * {name}\" is none that concerns every connection."),
    };

    private static SandboxFault OfCommand(SandboxProtocol protocol, string verb, string name, string value, string effect) => name switch
    {
        "drop" => SandboxFault.Drop(protocol, verb),
        "drop-before-reply" => SandboxFault.Drop(protocol, verb, SandboxMoment.BeforeReply),
        "drop-after-reply" => SandboxFault.Drop(protocol, verb, SandboxMoment.AfterReply),
        "delay" => SandboxFault.Delay(protocol, verb, Seconds(name, value)),
        "stall" => SandboxFault.Stall(protocol, verb),
        "endless" => SandboxFault.Endless(protocol, verb, Encoding.UTF8.GetBytes(Given(name, value) + "\r\n")),
        "size" => protocol == SandboxProtocol.Smtp
            ? throw new FormatException("--fault \"… size N\" is for pop3 and imap; SMTP announces no sizes.")
            : Misstated(protocol, verb, Octets(name, value)),
        "leave-dots" => protocol == SandboxProtocol.Pop3 && verb.ToUpperInvariant() is "RETR" or "TOP"
            ? SandboxFault.LeaveDots(verb)
            : throw new FormatException("--fault \"… leave-dots\" is for pop3 RETR and TOP."),
        "renumber" => protocol == SandboxProtocol.Pop3 && verb.Equals("DELE", StringComparison.OrdinalIgnoreCase)
            ? SandboxFault.Renumber()
            : throw new FormatException("--fault \"… renumber\" is for pop3 DELE."),
        "break-off" => BrokenOff(protocol, verb, value),
        "close-after" => SandboxFault.ReplyAndClose(protocol, verb, Given(name, value)),
        "refuse-after" => Refused(protocol, verb, name, value, hangUp: false),
        "hang-up-after" => Refused(protocol, verb, name, value, hangUp: true),
        "drop-after-sent" or "drop-after-received" or "withhold" or "offer" =>
            throw new FormatException($"--fault \"… {name}\" concerns every connection: write * in the place of the command."),
        _ => SandboxFault.Reply(protocol, verb, effect),
    };

    private static SandboxFault Misstated(SandboxProtocol protocol, string verb, long octets) =>
        SandboxFault.MisstateSize(protocol, verb, _ => octets);

    private static SandboxFault BrokenOff(SandboxProtocol protocol, string verb, string value)
    {
        if (protocol != SandboxProtocol.Imap)
            throw new FormatException("--fault \"… break-off\" is for imap.");
        return value.Split(' ', 2) is [var count, var reply] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var responses)
            ? SandboxFault.BreakOff(verb, responses, reply.StartsWith('*') ? reply : "{tag} " + reply)
            : throw new FormatException("--fault \"… break-off\" takes a number of responses and a reply.");
    }

    private static SandboxFault Refused(SandboxProtocol protocol, string verb, string name, string value, bool hangUp)
    {
        if (protocol != SandboxProtocol.Smtp || !verb.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"--fault \"… {name}\" is for smtp DATA.");
        return value.Split(' ', 2) is [var octets, var reply] && reply.Any(c => c != ' ')
            ? SandboxFault.RefuseBodyAfter(Octets(name, octets), reply, hangUp)
            : throw new FormatException($"--fault \"… {name}\" takes a number of octets and a reply.");
    }

    private static long Octets(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            ? octets
            : throw new FormatException($"--fault \"… {name}\" takes a number of octets.");

    private static TimeSpan Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"--fault \"… {name}\" takes a number of seconds.");

    private static string Given(string name, string value) =>
        value.Length > 0 ? value : throw new FormatException($"--fault \"… {name}\" lacks its value.");
}
