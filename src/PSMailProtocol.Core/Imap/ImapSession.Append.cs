using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Messages put into mailboxes.</content>
public sealed partial class ImapSession
{
    /// <summary>
    /// A larger message waits for leave also where it need not: then a server that does not take it says so before it is sent.
    /// </summary>
    private const int LargestUnaskedContent = 1024 * 1024;

    private readonly Dictionary<string, long?> _appendLimits = new(StringComparer.Ordinal);

    /// <summary>Puts a message into a mailbox, whose octets are sent as they are read.</summary>
    /// <param name="mailbox">The mailbox; it need not be selected.</param>
    /// <param name="content">The message.</param>
    /// <param name="flags">Its flags and keywords as the protocol writes them; null for none.</param>
    /// <param name="internalDate">When it was received; null to have the server take the present time.</param>
    /// <returns>The UID that it has there; null where the server does not say (RFC 4315).</returns>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.MessageTooLarge"/>, where the server tells its limit (RFC 7889) before anything is sent;
    /// <see cref="MailErrors.MailboxNotFound"/>, <see cref="MailErrors.QuotaExceeded"/>, <see cref="MailErrors.CommandRejected"/>;
    /// <see cref="MailErrors.DeliveryUnknown"/> where all of it was sent and the answer did not come. After any other failure it is not
    /// stored. What its source throws closes the connection, since half of it cannot be taken back.
    /// </exception>
    public ImapAppendUidCode? Append(string mailbox, ImapAppendContent content, IReadOnlyList<string>? flags = null,
        DateTimeOffset? internalDate = null)
    {
        using var operation = _connection.Operation();
        Drain();

        // What a server says unasked is mostly goodbye. Behind a literal that does not wait it would leave the outcome open.
        if (_connection.HasInput)
            Run(new ImapNoopCommand());
        RequireRoom(mailbox, content.Length);
        ImapAppendCommand Command(bool isUtf8) => new(mailbox, content, flags ?? [], internalDate)
        {
            IsUnasked = content.Length <= LargestUnaskedContent && Capabilities.TakesUnasked(content.Length),
            IsBinary = content.HasNul && Capabilities.Has("BINARY"),
            IsUtf8 = isUtf8,
        };

        // RFC 9051 has no such mark, and RFC 9755 took it out of UTF8=ACCEPT, so that a newer server does not know it.
        var isMarked = content.HasEightBitHeader && IsEnabled("UTF8=ACCEPT") && !IsEnabled("IMAP4rev2");
        try
        {
            return Append(mailbox, Command(isMarked), content);
        }
        catch (ImapStatusException e) when (isMarked && e.Status.Condition == "BAD" && !_connection.IsClosed)
        {
            return Append(mailbox, Command(isUtf8: false), content);
        }
    }

    private ImapAppendUidCode? Append(string mailbox, ImapAppendCommand command, ImapAppendContent content)
    {
        Send(command);
        while (command.Completion is null && (_waiting.Count > 0 || !command.MayBegin))
            ReadResponse();
        if (command.Completion is { IsOk: true } early)
        {
            Dispose();
            throw new MailException(MailErrors.ProtocolViolation,
                $"The server completed APPEND before it was sent the message: {WireText.Excerpt(early.ToString())}");
        }

        if (command.Completion is null)
            SendContent(command, content);
        try
        {
            return Await(command);
        }
        catch (MailException e) when (command.Completion is null)
        {
            Dispose();
            throw new MailException(MailErrors.DeliveryUnknown,
                $"Whether the message is in {WireText.Excerpt(mailbox)} is not known: {e.Message}", e);
        }
    }

    /// <summary>
    /// Sends the octets to their end, also where the server refuses before: it reads them in any case (RFC 7888 section 4), and what is
    /// left out would be made up of the next command.
    /// </summary>
    private void SendContent(ImapAppendCommand command, ImapAppendContent content)
    {
        var output = new WireOutput(_connection);
        var literal = new ImapLiteralStream(output, content.Length, Progress);
        try
        {
            content.WriteTo(literal);
            literal.Complete();
            var tail = Encoding.ASCII.GetBytes(command.Tail);
            output.Put(tail, 0, tail.Length);
            _connection.NoteSent($"({content.Length:N0} octets of message)");
            output.Send();
            _connection.RenewDeadline();
        }
        catch (MailException e) when (e.Error == MailErrors.ConnectionLost && _connection.IsClosed && _connection.HasInput)
        {
            ReadParting(command);
            if (command.Completion is not null)
                command.End(command.Completion);
            throw;
        }
        catch (IOException e)
        {
            Dispose();
            throw new MailException(MailErrors.MailFileUnreadable, $"The message could not be read to its end: {e.Message}", e);
        }
        catch
        {
            // Half a message must never be completed by what comes next.
            Dispose();
            throw;
        }
    }

    /// <summary>What the server said before the connection was lost says more than that it was.</summary>
    private void ReadParting(ImapAppendCommand command)
    {
        try
        {
            while (command.Completion is null && _connection.HasInput)
                ReadResponse();
        }
        catch (MailException e) when (e is not ImapStatusException)
        {
            // There is no further whole response; that the connection was lost is what the caller hears.
        }
    }

    /// <summary>Refuses a message that is larger than the mailbox takes (RFC 7889).</summary>
    private void RequireRoom(string mailbox, long length)
    {
        if (AppendLimit(mailbox) is { } limit && length > limit)
        {
            throw new MailException(
                MailErrors.MessageTooLarge,
                $"The message has {length:N0} octets, and the mailbox {WireText.Excerpt(mailbox)} takes {limit:N0} (APPENDLIMIT). " +
                "Nothing was sent.");
        }
    }

    private long? AppendLimit(string mailbox)
    {
        if (Capabilities.AppendLimit is { } limit)
            return limit;
        if (!Capabilities.Has("APPENDLIMIT"))
            return null;
        if (_appendLimits.TryGetValue(mailbox, out var known))
            return known;

        try
        {
            return _appendLimits[mailbox] = Run(new ImapStatusCommand(mailbox, "APPENDLIMIT")).AppendLimit;
        }
        catch (ImapStatusException e) when (e.Error == MailErrors.CommandRejected && !_connection.IsClosed)
        {
            return _appendLimits[mailbox] = null;
        }
    }

    private bool IsEnabled(string extension) => _enabled.Contains(extension, StringComparer.OrdinalIgnoreCase);
}
