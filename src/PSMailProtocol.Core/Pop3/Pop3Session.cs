using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// A client's session with a maildrop (RFC 1939). The server holds the maildrop's lock while it lasts, and deletes only
/// when <see cref="Quit"/> is answered: ending it in any other way deletes nothing.
/// </summary>
public sealed partial class Pop3Session : IDisposable
{
    /// <summary>The most octets that are read for the sake of a polite end.</summary>
    private const long LargestDrain = 4 * Pop3Pipeline.LargestAnswer;

    /// <summary>How many times the cap a message may be that is read past.</summary>
    private const int DrainedCaps = 4;

    private readonly MailConnection _connection;
    private readonly Pop3Limits _limits;
    private bool _bareLineFeeds;
    private string? _greeting;
    private bool _hasReadMessage;

    /// <summary>Creates a session over a connection, which it then owns. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public Pop3Session(MailConnection connection, Pop3Limits? limits = null)
    {
        _connection = connection;
        _limits = limits ?? new Pop3Limits();
    }

    /// <summary>The connection underneath.</summary>
    public MailConnection Connection => _connection;

    /// <summary>What the server offers now.</summary>
    public Pop3Capabilities Capabilities { get; private set; } = Pop3Capabilities.None;

    /// <summary>Whether the server was told that headers may be UTF-8, and agreed.</summary>
    public bool IsUtf8 { get; private set; }

    /// <summary>Whoever asked for messages last.</summary>
    internal Pop3Fetch? Fetching { get; set; }

    /// <summary>Whether the server knows TOP; null before it was tried. That it is offered proves nothing.</summary>
    internal bool? KnowsTop { get; set; }

    /// <summary>Connects, encrypts and logs in, all as the account asks.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public static Pop3Session Open(MailAccount account, CancellationToken cancellation, Pop3Limits? limits = null) =>
        SessionOpening.Open(account, connection => new Pop3Session(connection, limits), session => session.Begin(account), cancellation);

    /// <summary>Does over a fresh connection what <see cref="Open"/> does after connecting.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for an account without a credential.</exception>
    public void Begin(MailAccount account)
    {
        var credential = account.GetCredential()
            ?? throw new MailException(MailErrors.InvalidParameter, "A maildrop is read with a credential, and the account has none.");
        ReadGreeting();
        ReadCapabilities();
        SessionOpening.Upgrade(account, _connection, Capabilities.StartTls, "STLS", StartTls);
        LogIn(account, credential);
    }

    /// <summary>Logs in as the account asks, and finds out what is offered then.</summary>
    internal void LogIn(MailAccount account, MailCredential credential)
    {
        SessionOpening.RefuseClearCredential(account, _connection);
        EnableUtf8();
        Authenticate(account, credential);

        // What is offered may be more after the login (RFC 2449 section 3); of that PIPELINING is worth a question.
        if (Capabilities is { AreKnown: true, Pipelining: false })
            RereadCapabilities();
    }

    /// <summary>Reads the greeting.</summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.GreetingRejected"/>.</exception>
    public void ReadGreeting()
    {
        using var operation = _connection.Operation();
        SessionOpening.AwaitGreeting(_connection);
        var greeting = Pop3Reply.Read(_connection);
        _bareLineFeeds = _connection.LastLineEndedBare;
        _greeting = greeting.Text;
        if (!greeting.IsPositive)
            throw new Pop3ReplyException(MailErrors.GreetingRejected, "The server refused the session", greeting);
    }

    /// <summary>Asks for the capabilities; a server that does not know CAPA has none.</summary>
    public void ReadCapabilities()
    {
        using var operation = _connection.Operation();
        Capabilities = Ask(WireCommand.Plain("CAPA")).IsPositive
            ? Pop3Capabilities.FromLines(Pop3Listing.ReadLines(_connection, _limits))
            : Pop3Capabilities.None;
    }

    /// <summary>Asks for the capabilities once more; a server that does not answer this time keeps those it named before.</summary>
    private void RereadCapabilities()
    {
        var known = Capabilities;
        ReadCapabilities();
        if (!Capabilities.AreKnown)
            Capabilities = known;
    }

    /// <summary>
    /// Upgrades to TLS and asks for the capabilities anew, since those learned in clear prove nothing (RFC 2595 section 4).
    /// </summary>
    public void StartTls()
    {
        using (_connection.Operation())
        {
            _connection.RefuseEarlyConsent();
            var reply = Ask(WireCommand.Plain("STLS"));
            if (!reply.IsPositive)
                throw new Pop3ReplyException(MailErrors.TlsRequired, "The server offered STLS and refused it", reply);
        }

        Capabilities = Pop3Capabilities.None;
        _connection.StartTls();
        ReadCapabilities();
    }

    /// <summary>
    /// Lets headers and the credential be UTF-8 where the server can (RFC 6856 section 2.1), which has to be said before
    /// the login. A server that offers it and refuses is read as one that does not offer it.
    /// </summary>
    public void EnableUtf8()
    {
        if (!Capabilities.Utf8)
            return;

        using var operation = _connection.Operation();
        IsUtf8 = Ask(WireCommand.Plain("UTF8")).IsPositive;
    }

    /// <summary>
    /// How many messages the maildrop holds, and their size. Where the server counts octets with 32 bits and had too many, the
    /// sizes of LIST are added up.
    /// </summary>
    public Pop3Status Stat()
    {
        using var operation = _connection.Operation();
        var reply = Expect(WireCommand.Plain("STAT"), MailErrors.CommandRejected, "STAT was refused");
        var numbers = reply.Text.Split(Pop3Listing.Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length >= 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && long.TryParse(numbers[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size))
            return new Pop3Status(count, size >= 0 ? size : List().Values.Sum());

        _connection.Dispose();
        throw new MailException(MailErrors.ProtocolViolation, $"This is no answer to STAT: \"{WireText.Excerpt(reply.ToString())}\".");
    }

    /// <summary>Reads the header and so many lines of the body of a message.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/>, after which the session goes on.</exception>
    public void Top(int number, int lines, Stream destination) =>
        ReadMessage(TopCommand(number, lines), MailErrors.CommandRejected, number, destination);

    /// <summary>Reads a message whole.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/>, after which the session goes on.</exception>
    public void Retrieve(int number, Stream destination) =>
        ReadMessage(RetrieveCommand(number), MailErrors.MessageNotFound, number, destination);

    /// <summary>Marks a message; it is deleted when <see cref="Quit"/> is answered.</summary>
    public void Delete(int number)
    {
        using var operation = _connection.Operation();
        Expect(DeleteCommand(number), MailErrors.CommandRejected, $"The server refused to delete message {number}");
    }

    /// <summary>Does nothing, and so keeps the session alive.</summary>
    public void Noop()
    {
        using var operation = _connection.Operation();
        Expect(WireCommand.Plain("NOOP"), MailErrors.CommandRejected, "NOOP was refused");
    }

    /// <summary>Begins to read messages, as many at a time as the server and good manners allow; see <see cref="Pop3Fetch"/>.</summary>
    public Pop3Fetch BeginFetch() => BeginFetch(null);

    /// <summary>As <see cref="BeginFetch()"/>, with temporary files of the caller's own.</summary>
    internal Pop3Fetch BeginFetch(Func<FileStream>? createSpoolFile)
    {
        if (Fetching is { Outstanding: > 0 })
            throw new InvalidOperationException("The fetch before this one still has answers to come.");

        return Fetching = new Pop3Fetch(this, new Pop3Pipeline(_connection, Capabilities.Pipelining, MessageCommand, isLongAnswered: true),
            createSpoolFile);
    }

    /// <summary>
    /// Reads the answers that are under way and keeps them for whoever asked, so that something else can be done in between.
    /// </summary>
    public void ReadAhead() => Fetching?.ReadAhead();

    /// <summary>
    /// Ends a piece of work in a session that goes on: what was asked for ahead and not read is read past, if that is soon done, and the
    /// server has to be in step with what it was asked.
    /// </summary>
    /// <exception cref="Pop3OutOfStepException">It is not, so that the messages that were read are in doubt.</exception>
    public void Settle()
    {
        if (_connection.IsClosed)
            return;

        using var operation = _connection.Operation();
        Drain();
        if (_hasReadMessage)
            ConfirmEnd();
    }

    /// <summary>Takes every mark back.</summary>
    public void Reset()
    {
        using var operation = _connection.Operation();
        Expect(WireCommand.Plain("RSET"), MailErrors.CommandRejected, "RSET was refused");
    }

    /// <summary>
    /// Enters the UPDATE state, in which the server deletes what is marked and lets go of the lock, and closes. Only when
    /// this returns are deletions real.
    /// </summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.DeleteNotCommitted"/> if the server could not delete all.</exception>
    public void Quit()
    {
        try
        {
            using var operation = _connection.Operation();
            Expect(WireCommand.Plain("QUIT"), MailErrors.DeleteNotCommitted, "The server did not confirm QUIT");
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>
    /// Ends a session that marked nothing: QUIT lets go of the lock at once, and nothing hangs on its answer. What was
    /// asked for ahead and not read is read first, if that is soon done.
    /// </summary>
    /// <exception cref="Pop3OutOfStepException">The server said more than it was asked for, so that the messages that were read are in
    /// doubt. Whatever else befalls the goodbye changes nothing and is no exception.</exception>
    public void Leave()
    {
        Pop3OutOfStepException? doubt = null;
        var saysMore = _connection.Leave("QUIT", () => doubt = TryQuit(), listens: _hasReadMessage);
        if (doubt is not null)
            throw doubt;
        if (saysMore)
            throw Pop3OutOfStepException.Unasked(_connection);
    }

    private Pop3OutOfStepException? TryQuit()
    {
        try
        {
            Drain();
            Ask(WireCommand.Plain("QUIT"));
            return null;
        }
        catch (Pop3OutOfStepException e)
        {
            return e;
        }
    }

    /// <summary>
    /// Makes sure that a message that is shorter than it was announced is all there: the rest of one that only seemed to end
    /// may still be on its way, and comes before the answer to a command that does nothing.
    /// </summary>
    /// <exception cref="Pop3OutOfStepException">It does.</exception>
    internal void ConfirmEnd()
    {
        Ask(WireCommand.Plain("NOOP"));
        Pop3Reply.RefuseUnasked(_connection);
    }

    /// <summary>Closes without QUIT: whatever was marked stays.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>
    /// Reads the octets of a message up to the dot that ends them. What is more than <see cref="MailConnectionLimits.MessageSize"/>
    /// is read past, so that one large message does not take the session with it.
    /// </summary>
    /// <param name="entry">The message.</param>
    /// <param name="destination">Takes what is to be kept, and no more than the cap of that.</param>
    /// <returns>How many octets came.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> for a message of several times the cap. Nobody
    /// waits for its end: the connection is closed.</exception>
    internal long ReadBody(Pop3Entry entry, Stream destination)
    {
        var cap = _connection.Limits.MessageSize;
        var bound = cap > long.MaxValue / DrainedCaps ? long.MaxValue : DrainedCaps * cap;
        try
        {
            return ReadBody(destination, bound);
        }
        catch (MailException e) when (e.Error == MailErrors.LimitExceeded)
        {
            throw new Pop3MessageTooLargeException(entry, $"does not end within {bound:N0} octets, so the connection was closed", cap, e);
        }
    }

    private long ReadBody(Stream destination, long limit)
    {
        var body = new DotStuffedReader(_connection, limit, _bareLineFeeds);
        body.CopyTo(destination);
        _hasReadMessage = true;
        _connection.NoteReceived($"({body.Length:N0} octets of message)");
        return body.Length;
    }

    private void ReadMessage(WireCommand command, MailError error, int number, Stream destination)
    {
        using var operation = _connection.Operation();
        Expect(command, error, $"The server did not give out message {number}");
        var entry = new Pop3Entry(number, 0, null);
        var cap = _connection.Limits.MessageSize;
        var kept = new CappedStream(destination, cap);
        var octets = ReadBody(entry, kept);
        if (kept.IsExceeded)
            throw new Pop3MessageTooLargeException(entry, $"has {octets:N0} octets", cap);
    }

    /// <summary>Reads the answers that nobody wants any more. A server that sends far more than it announced is not heard out.</summary>
    private void Drain()
    {
        var left = LargestDrain;
        while (Fetching?.NextSent() is not null)
        {
            if (Pop3Reply.ReadInStep(_connection).IsPositive)
                left -= ReadBody(Stream.Null, Math.Max(0, left));
        }
    }

    private WireCommand MessageCommand(Pop3Request request)
    {
        request.IsTop = request.Lines is not null && KnowsTop != false;
        return request.IsTop ? TopCommand(request.Entry.Number, request.Lines!.Value) : RetrieveCommand(request.Entry.Number);
    }

    private static WireCommand TopCommand(int number, int lines) => WireCommand.Plain($"TOP {Digits(number)} {Digits(lines)}");

    private static WireCommand RetrieveCommand(int number) => WireCommand.Plain($"RETR {Digits(number)}");

    private static WireCommand DeleteCommand(int number) => WireCommand.Plain($"DELE {Digits(number)}");

    /// <summary>Asks something; once a message was read, the server has to be in step with what it was asked.</summary>
    private Pop3Reply Ask(WireCommand command)
    {
        if (!_hasReadMessage)
        {
            _connection.Send(command);
            return Pop3Reply.Read(_connection);
        }

        Pop3Reply.RefuseUnasked(_connection);
        _connection.Send(command);
        return Pop3Reply.ReadInStep(_connection);
    }

    private Pop3Reply Expect(WireCommand command, MailError error, string what)
    {
        var reply = Ask(command);
        return reply.IsPositive ? reply : throw new Pop3ReplyException(error, what, reply);
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
