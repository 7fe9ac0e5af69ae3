using System;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Threading;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// One rule of misbehaviour: a protocol, a command and what goes wrong. Rules go into <see cref="MailSandbox.Faults"/>;
/// of several that fit a command, the first one applies. <see cref="When"/>, <see cref="Occurrence"/> and
/// <see cref="Times"/> narrow a rule down.
/// </summary>
/// <remarks>
/// A command is named by its verb in any letter case: <c>RCPT</c>, <c>RETR</c>, <c>UID FETCH</c>. Two stages are named
/// like commands: <see cref="Greeting"/> and <see cref="EndOfData"/>, which is the end of the last chunk as well. A rule counts its
/// occurrences only where no rule before it applied.
/// </remarks>
public sealed partial class SandboxFault
{
    /// <summary>The stage at which a connection is greeted.</summary>
    public const string Greeting = "GREETING";

    /// <summary>The stage at which SMTP has read a message and the final dot.</summary>
    public const string EndOfData = ".";

    private readonly SandboxProtocol? _protocol;
    private readonly string? _verb;
    private Func<string, bool>? _argument;
    private int _first = 1;
    private int _last = int.MaxValue;
    private int _seen;

    private SandboxFault(SandboxProtocol protocol, string? verb, SandboxFaultEffect effect)
    {
        _protocol = protocol;
        _verb = verb;
        Effect = effect;
    }

    internal SandboxFaultEffect Effect { get; }

    /// <summary>
    /// Reads a rule from a text such as <c>smtp RCPT 550 5.1.1 No such user</c>, <c>imap UID FETCH drop-before-reply</c> or
    /// <c>pop3 * withhold UIDL</c>: a protocol, a command or an asterisk for all, and what goes wrong; or <c>dns example.com MX
    /// server-failure</c>: a name or an asterisk, perhaps a type, and what goes wrong with the answer.
    /// </summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static SandboxFault Parse(string text) => SandboxFaultText.Parse(text);

    /// <summary>
    /// Answers with these lines instead of doing what the command asks. In IMAP <c>{tag}</c> stands for the command's tag.
    /// </summary>
    public static SandboxFault Reply(SandboxProtocol protocol, string verb, params string[] lines) =>
        new(protocol, verb, new SandboxFaultEffect.Reply(lines));

    /// <summary>As <see cref="Reply"/>, and closes the connection behind it.</summary>
    public static SandboxFault ReplyAndClose(SandboxProtocol protocol, string verb, params string[] lines) =>
        new(protocol, verb, new SandboxFaultEffect.Reply(lines, Closes: true));

    /// <summary>Refuses a sender.</summary>
    /// <param name="address">The address of MAIL FROM, in which * stands for any characters; letter case does not count.</param>
    /// <param name="reply">The reply, for example <c>550 5.7.1 Not you</c>.</param>
    public static SandboxFault RefuseSender(string address, string reply) =>
        Reply(SandboxProtocol.Smtp, "MAIL", reply).When(argument => Names(argument, address));

    /// <summary>Refuses a recipient.</summary>
    /// <param name="address">The address of RCPT TO, in which * stands for any characters; letter case does not count.</param>
    /// <param name="reply">The reply, for example <c>550 5.1.1 Nobody of that name</c>.</param>
    public static SandboxFault RefuseRecipient(string address, string reply) =>
        Reply(SandboxProtocol.Smtp, "RCPT", reply).When(argument => Names(argument, address));

    /// <summary>Refuses messages once they were read to their end.</summary>
    /// <param name="reply">The reply, for example <c>554 5.7.1 Spam</c>.</param>
    public static SandboxFault RefuseBody(string reply) => Reply(SandboxProtocol.Smtp, EndOfData, reply);

    /// <summary>Refuses messages that come by DATA in the middle, and reads no more of them.</summary>
    /// <param name="octets">After how many octets of content.</param>
    /// <param name="reply">The reply, for example <c>552 5.3.4 Enough</c>.</param>
    /// <param name="hangUp">Whether to close at once, which resets the connection under what is still on its way, and not in peace.</param>
    public static SandboxFault RefuseBodyAfter(long octets, string reply, bool hangUp = false) =>
        new(SandboxProtocol.Smtp, "DATA", new SandboxFaultEffect.Interrupt(octets, reply, hangUp));

    /// <summary>Refuses each recipient for now, the first so many times that it is named, as a greylisting server does.</summary>
    /// <param name="times">How many times.</param>
    /// <param name="reply">The reply.</param>
    public static SandboxFault Greylist(int times = 1, string reply = "451 4.7.1 Greylisted, try again later")
    {
        var named = new ConcurrentDictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return Reply(SandboxProtocol.Smtp, "RCPT", reply)
            .When(argument => named.AddOrUpdate(argument, 1, (_, count) => count + 1) <= times);
    }

    /// <summary>Does what a command asks after a while.</summary>
    public static SandboxFault Delay(SandboxProtocol protocol, string verb, TimeSpan time) =>
        new(protocol, verb, new SandboxFaultEffect.Delay(time));

    /// <summary>Ends the connection at a command.</summary>
    public static SandboxFault Drop(SandboxProtocol protocol, string verb, SandboxMoment moment = SandboxMoment.BeforeCommand) =>
        new(protocol, verb, new SandboxFaultEffect.Drop(moment));

    /// <summary>Never answers the command, nor anything after it, until the client or the sandbox gives up.</summary>
    public static SandboxFault Stall(SandboxProtocol protocol, string verb) => new(protocol, verb, new SandboxFaultEffect.Stall());

    /// <summary>
    /// Answers the command with the same octets over and over until the client gives up: a reply without end, or with no
    /// line end among them a line without end.
    /// </summary>
    public static SandboxFault Endless(SandboxProtocol protocol, string verb, byte[] octets) =>
        new(protocol, verb, new SandboxFaultEffect.Endless(octets));

    /// <summary>Sends octets behind the reply to a command, in one piece with it; behind STARTTLS still in clear.</summary>
    public static SandboxFault InjectAfter(SandboxProtocol protocol, string verb, byte[] octets) =>
        new(protocol, verb, new SandboxFaultEffect.Inject(octets));

    /// <summary>Does not offer a capability, named by its first word; the commands STARTTLS, STLS and SMTP's AUTH go with theirs.</summary>
    public static SandboxFault Withhold(SandboxProtocol protocol, string capability) =>
        new(protocol, null, new SandboxFaultEffect.Withhold(capability));

    /// <summary>Offers a capability beyond those that the sandbox has.</summary>
    public static SandboxFault Offer(SandboxProtocol protocol, string capability) =>
        new(protocol, null, new SandboxFaultEffect.Offer(capability));

    /// <summary>Announces other sizes than the real ones: of POP3 listings, IMAP RFC822.SIZE and IMAP literals.</summary>
    /// <param name="protocol">POP3 or IMAP.</param>
    /// <param name="verb">The command, for example <c>LIST</c> or <c>UID FETCH</c>.</param>
    /// <param name="announced">From the real size to the announced one, in octets.</param>
    public static SandboxFault MisstateSize(SandboxProtocol protocol, string verb, Func<long, long> announced) =>
        new(protocol, verb, new SandboxFaultEffect.MisstateSize(announced));

    /// <summary>Announces one size in place of the real ones, for a script, which has no function that the sandbox could call.</summary>
    public static SandboxFault MisstateSize(SandboxProtocol protocol, string verb, long announced) =>
        MisstateSize(protocol, verb, _ => announced);

    /// <summary>
    /// Gives out lines of a message that begin with a dot as they are, against RFC 1939 section 3, so that a line that is a lone
    /// dot looks like the end of the message.
    /// </summary>
    /// <param name="verb"><c>RETR</c> or <c>TOP</c>.</param>
    public static SandboxFault LeaveDots(string verb) => new(SandboxProtocol.Pop3, verb, new SandboxFaultEffect.LeaveDots());

    /// <summary>
    /// Takes a message out of the session's numbers as soon as it is marked, so that those behind it move up, against
    /// RFC 1939 section 5.
    /// </summary>
    public static SandboxFault Renumber() => new(SandboxProtocol.Pop3, "DELE", new SandboxFaultEffect.Renumber());

    /// <summary>Does something else just before the command takes effect: what another client does in the middle of a session.</summary>
    public static SandboxFault Meanwhile(SandboxProtocol protocol, string verb, Action act) =>
        new(protocol, verb, new SandboxFaultEffect.Meanwhile(act));

    /// <summary>Does something else in the middle of a command: what another client does while this one is answered.</summary>
    /// <param name="verb">
    /// An IMAP command about several messages or mailboxes: <c>FETCH</c>, <c>STORE</c>, <c>COPY</c>, <c>MOVE</c>, by UID or not, or
    /// <c>LIST</c>.
    /// </param>
    /// <param name="responses">Behind how many of them.</param>
    /// <param name="act">What is done.</param>
    public static SandboxFault Amid(string verb, int responses, Action act) =>
        new(SandboxProtocol.Imap, verb, new SandboxFaultEffect.Amid(responses, act));

    /// <summary>Breaks a command off in the middle.</summary>
    /// <param name="verb">An IMAP command as for <see cref="Amid"/>.</param>
    /// <param name="responses">Behind how many messages or mailboxes.</param>
    /// <param name="line">What is said instead of the rest, for example <c>{tag} NO [SERVERBUG] No</c> or <c>* BYE</c>.</param>
    /// <param name="closes">Whether the connection is closed behind it.</param>
    public static SandboxFault BreakOff(string verb, int responses, string line, bool closes = false) =>
        new(SandboxProtocol.Imap, verb, new SandboxFaultEffect.BreakOff(responses, line, closes));

    /// <summary>Changes the untagged responses to an IMAP command.</summary>
    /// <param name="verb">The command, for example <c>UID FETCH</c>.</param>
    /// <param name="change">
    /// From a response without its last line end, its literals inside and a character for each octet, to what is sent instead, or
    /// to null for nothing.
    /// </param>
    public static SandboxFault ChangeResponse(string verb, Func<string, string?> change) =>
        new(SandboxProtocol.Imap, verb, new SandboxFaultEffect.ChangeResponse(change));

    /// <summary>
    /// Changes the untagged responses to an IMAP command by a regular expression, for a script, which has no function that the
    /// sandbox could call. A response of which nothing is left is not sent.
    /// </summary>
    public static SandboxFault ChangeResponse(string verb, string pattern, string replacement) =>
        ChangeResponse(verb, response => Regex.Replace(response, pattern, replacement) is { Length: > 0 } changed ? changed : null);

    /// <summary>Ends a connection once the sandbox has sent so many octets on it, TLS included.</summary>
    public static SandboxFault DropAfterSent(SandboxProtocol protocol, long octets) =>
        new(protocol, null, new SandboxFaultEffect.Cut(Sent: true, octets));

    /// <summary>Ends a connection once the sandbox has received so many octets on it, TLS included, and answered what they asked.</summary>
    public static SandboxFault DropAfterReceived(SandboxProtocol protocol, long octets) =>
        new(protocol, null, new SandboxFaultEffect.Cut(Sent: false, octets));

    /// <summary>Sends in pieces of at most so many octets, each a write of its own.</summary>
    public static SandboxFault SplitWrites(SandboxProtocol protocol, int octets) =>
        new(protocol, null, new SandboxFaultEffect.Split(Math.Max(1, octets)));

    /// <summary>Only where the command's argument satisfies a condition. IMAP literals stand in it as they came.</summary>
    public SandboxFault When(Func<string, bool> argument)
    {
        _argument = argument;
        return this;
    }

    /// <summary>Only where the command's argument holds a text; letter case does not count.</summary>
    public SandboxFault When(string text) => When(argument => argument.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Only the n-th time that it fits, counted from 1; for rules about connections the n-th connection.</summary>
    public SandboxFault Occurrence(int n)
    {
        _first = _last = n;
        return this;
    }

    /// <summary>Only the first n times that it fits.</summary>
    public SandboxFault Times(int n)
    {
        _first = 1;
        _last = n;
        return this;
    }

    private static bool Names(string argument, string address) =>
        Regex.IsMatch(argument, $"<{Regex.Escape(address).Replace("\\*", "[^>]*")}>",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    internal bool IsAbout(SandboxProtocol protocol) => _protocol == protocol;

    /// <summary>Whether the rule applies here; each time that it fits counts as an occurrence.</summary>
    internal bool Fits(SandboxProtocol protocol, string? verb, string argument)
    {
        if (_protocol != protocol || !string.Equals(_verb, verb, StringComparison.OrdinalIgnoreCase))
            return false;
        return FitsNow(argument);
    }

    private bool FitsNow(string argument)
    {
        if (_argument is not null && !_argument(argument))
            return false;

        var occurrence = Interlocked.Increment(ref _seen);
        return occurrence >= _first && occurrence <= _last;
    }
}
