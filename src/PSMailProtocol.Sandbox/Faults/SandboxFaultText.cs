using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// Reads a rule of misbehaviour: a protocol, a command or an asterisk for all, and what goes wrong; or dns, a name and what goes wrong.
/// </summary>
internal static class SandboxFaultText
{
    private static readonly char[] Space = [' '];

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static SandboxFault Parse(string text)
    {
        var words = text.Split(Space, 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 3 && words[0].Equals("dns", StringComparison.OrdinalIgnoreCase))
            return OfName(words[1] == "*" ? null : words[1], words[2].Split(Space, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length < 3 || !TryParseProtocol(words[0], out var protocol))
            throw new FormatException(
                $"\"{text}\" is not \"PROTOCOL COMMAND X\" with smtp, pop3 or imap as the protocol, nor \"dns NAME X\".");

        // IMAP's commands by UID have a name of two words.
        var (name, value) = Halves(words[2]);
        if (words[1].Equals("UID", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
        {
            (words[1], words[2]) = ("UID " + name, value);
            (name, value) = Halves(value);
        }

        if (words[1] == "*")
            return OfConnection(protocol, name, value);
        return SandboxCommands.CanApply(protocol, words[1])
            ? OfCommand(protocol, words[1], name, value, words[2])
            : throw new FormatException(
                $"\"{text}\" names no command of {words[0].ToLowerInvariant()}, which are " +
                $"{string.Join(", ", SandboxCommands.Of(protocol))}.");
    }

    /// <summary>Reads the name of a protocol, in any letter case.</summary>
    public static bool TryParseProtocol(string word, out SandboxProtocol protocol) =>
        Enum.TryParse(word, ignoreCase: true, out protocol) && Enum.IsDefined(typeof(SandboxProtocol), protocol) && char.IsLetter(word[0]);

    /// <summary>What goes wrong with the answers about a name, perhaps behind a type.</summary>
    private static SandboxFault OfName(string? name, string[] words)
    {
        var isDelay = words.Length > 1 && words[words.Length - 2].Equals("delay", StringComparison.OrdinalIgnoreCase);
        var types = words.Length - (isDelay ? 2 : 1);
        if (types > 1)
            throw new FormatException($"\"dns … {string.Join(" ", words)}\" is not a type and what goes wrong.");

        var type = types == 1 ? words[0] : null;
        var last = words[words.Length - 1];
        try
        {
            return isDelay
                ? SandboxFault.DelayAnswer(name, Seconds("delay", last), type)
                : SandboxFault.Misanswer(name, DnsFault(last), type);
        }
        catch (MailException e)
        {
            throw new FormatException($"\"dns {name ?? "*"} {string.Join(" ", words)}\": {e.Message}", e);
        }
    }

    /// <summary>Reads what goes wrong by its name in any letter case, with hyphens or without.</summary>
    private static SandboxDnsFault DnsFault(string word) =>
        char.IsLetter(word[0]) && Enum.TryParse(word.Replace("-", ""), ignoreCase: true, out SandboxDnsFault fault)
            && fault != SandboxDnsFault.None
            ? fault
            : throw new FormatException(
                $"\"dns … {word}\" is none of name-error, server-failure, refused, drop, truncate, wrong-id-first, " +
                "wrong-question-first and delay SECONDS.");

    private static SandboxFault OfConnection(SandboxProtocol protocol, string name, string value) => name switch
    {
        "drop-after-sent" => SandboxFault.DropAfterSent(protocol, Octets(name, value)),
        "drop-after-received" => SandboxFault.DropAfterReceived(protocol, Octets(name, value)),
        "withhold" => SandboxFault.Withhold(protocol, Given(name, value)),
        "offer" => SandboxFault.Offer(protocol, Given(name, value)),
        _ => throw new FormatException($"\"… * {name}\" is none that concerns every connection."),
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
            ? throw new FormatException("\"… size N\" is for pop3 and imap; SMTP announces no sizes.")
            : SandboxFault.MisstateSize(protocol, verb, Octets(name, value)),
        "leave-dots" => protocol == SandboxProtocol.Pop3 && verb.ToUpperInvariant() is "RETR" or "TOP"
            ? SandboxFault.LeaveDots(verb)
            : throw new FormatException("\"… leave-dots\" is for pop3 RETR and TOP."),
        "renumber" => protocol == SandboxProtocol.Pop3 && verb.Equals("DELE", StringComparison.OrdinalIgnoreCase)
            ? SandboxFault.Renumber()
            : throw new FormatException("\"… renumber\" is for pop3 DELE."),
        "break-off" => BrokenOff(protocol, verb, value),
        "close-after" => SandboxFault.ReplyAndClose(protocol, verb, Given(name, value)),
        "refuse-after" => Refused(protocol, verb, name, value, hangUp: false),
        "hang-up-after" => Refused(protocol, verb, name, value, hangUp: true),
        "drop-after-sent" or "drop-after-received" or "withhold" or "offer" =>
            throw new FormatException($"\"… {name}\" concerns every connection: write * in the place of the command."),
        _ => SandboxFault.Reply(protocol, verb, effect),
    };

    private static SandboxFault BrokenOff(SandboxProtocol protocol, string verb, string value)
    {
        if (protocol != SandboxProtocol.Imap)
            throw new FormatException("\"… break-off\" is for imap.");
        var (count, reply) = Halves(value);
        return reply.Length > 0 && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var responses)
            ? SandboxFault.BreakOff(verb, responses, reply.StartsWith("*", StringComparison.Ordinal) ? reply : "{tag} " + reply)
            : throw new FormatException("\"… break-off\" takes a number of responses and a reply.");
    }

    private static SandboxFault Refused(SandboxProtocol protocol, string verb, string name, string value, bool hangUp)
    {
        if (protocol != SandboxProtocol.Smtp || !verb.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"\"… {name}\" is for smtp DATA.");
        var (octets, reply) = Halves(value);
        return reply.Any(c => c != ' ')
            ? SandboxFault.RefuseBodyAfter(Octets(name, octets), reply, hangUp)
            : throw new FormatException($"\"… {name}\" takes a number of octets and a reply.");
    }

    /// <summary>What stands before the first space, and what behind it.</summary>
    private static (string Before, string Behind) Halves(string text)
    {
        var space = text.IndexOf(' ');
        return space < 0 ? (text, "") : (text.Substring(0, space), text.Substring(space + 1));
    }

    private static long Octets(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            ? octets
            : throw new FormatException($"\"… {name}\" takes a number of octets.");

    private static TimeSpan Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"\"… {name}\" takes a number of seconds.");

    private static string Given(string name, string value) =>
        value.Length > 0 ? value : throw new FormatException($"\"… {name}\" lacks its value.");
}
