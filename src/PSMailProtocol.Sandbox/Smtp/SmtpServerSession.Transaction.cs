using System;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Sandbox.Smtp;

/// <content>MAIL, RCPT and DATA (RFC 5321 section 3.3) with SIZE, 8BITMIME and SMTPUTF8.</content>
internal sealed partial class SmtpServerSession
{
    private static readonly string[] KnownMailParameters = ["SIZE", "BODY", "SMTPUTF8", "AUTH"];
    private static readonly string[] ReportMailParameters = ["RET", "ENVID"];
    private static readonly string[] ReportRecipientParameters = ["NOTIFY", "ORCPT"];

    private int _transactions;

    private void Mail(string argument)
    {
        if (_clientName is null)
            Reply("503 5.5.1 EHLO or HELO comes first");
        else if (_transaction is not null)
            Reply("503 5.5.1 A transaction is open");
        else if (LacksRequiredTls)
            Reply("530 5.7.0 STARTTLS comes first");
        else if (Service.Options.RequireAuthentication && _user is null)
            Reply("530 5.7.0 Authentication required");
        else if (!SmtpPathArgument.TryParse(argument, "FROM:", out var sender))
            Reply("501 5.5.4 Syntax: MAIL FROM:<address> [parameters]");
        else
            Begin(sender!);
    }

    private void Begin(SmtpPathArgument sender)
    {
        var unknown = sender.Parameters.FirstOrDefault(p => !KnowsMailParameter(p.Split('=')[0]));
        var transaction = new MailTransaction(sender);
        var body = sender.Parameter("BODY");
        var size = sender.Parameter("SIZE");
        long declared = 0;

        if (unknown is not null || (!_isExtended && sender.Parameters.Count > 0))
            Reply("555 5.5.4 Parameter not recognized");
        else if (size is not null && !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out declared))
            Reply("501 5.5.4 SIZE is a number of octets");
        else if (body is not null && !string.Equals(body, "7BIT", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(body, "8BITMIME", StringComparison.OrdinalIgnoreCase))
            Reply("501 5.5.4 BODY is 7BIT or 8BITMIME");
        else if (declared > Service.Options.MaximumMessageSize)
            Reply("552 5.3.4 Message size exceeds the limit");
        else if (!IsAscii(sender.Address) && !transaction.IsInternationalized)
            Reply("553 5.6.7 An address beyond ASCII needs SMTPUTF8");
        else if (_transactions >= Service.Options.MaximumTransactions)
            Reply("452 4.5.3 Too many transactions in this session");
        else
        {
            _transactions++;
            _dialogue.BeginTransaction();
            _transaction = transaction;
            Reply("250 2.1.0 Sender OK");
        }
    }

    private void Recipient(string argument)
    {
        if (_transaction is null)
            Reply("503 5.5.1 MAIL comes first");
        else if (!SmtpPathArgument.TryParse(argument, "TO:", out var path) || path!.Address.Length == 0)
            Reply("501 5.5.4 Syntax: RCPT TO:<address>");
        else if (path.Parameters.Any(p => !KnowsRecipientParameter(p.Split('=')[0])))
            Reply("555 5.5.4 Parameter not recognized");
        else if (!IsAscii(path.Address) && !_transaction.IsInternationalized)
            Reply("553 5.6.7 An address beyond ASCII needs SMTPUTF8");
        else if (_transaction.Recipients.Count >= Service.Options.MaximumRecipients)
            Reply("452 4.5.3 Too many recipients");
        else if (HasTooManyDomains(path.Address))
            Reply("452 4.5.3 Too many domains among the recipients");
        else if (Service.Options.RejectUnknownRecipients && !Service.Accounts.IsKnown(path.Address))
            Reply("550 5.1.1 Mailbox unknown");
        else
        {
            _transaction.Recipients.Add(path.Address);
            _transaction.RecipientParameters.Add(path.Parameters);
            Reply("250 2.1.5 Recipient OK");
        }
    }

    private void Data(string argument)
    {
        if (_transaction is null)
            Reply("503 5.5.1 MAIL comes first");
        else if (_transaction.Recipients.Count == 0)
            Reply("554 5.5.1 No valid recipients");
        else if (argument.Length > 0)
            Reply("501 5.5.4 DATA takes no argument");
        else
            ReadMessage(_transaction);
    }

    private void ReadMessage(MailTransaction transaction)
    {
        var interrupt = Service.Faults.Find<SandboxFaultEffect.Interrupt>(SandboxProtocol.Smtp, "DATA");
        Reply("354 End data with <CR><LF>.<CR><LF>");
        Connection.EndReply();
        using var body = new CappedBuffer(Service.Options.MaximumMessageSize, interrupt?.Octets);
        try
        {
            Connection.ReadDotStuffed(body);
        }
        catch (SmtpBodyInterruptedException)
        {
            Reply(interrupt!.Line);
            if (interrupt.HangsUp)
                Connection.HangUp();
            Close();
            return;
        }

        Connection.NoteCommand(body.IsExceeded ? "(a message beyond the limit)" : $"({body.Length} octets)");
        Connection.NoteCommand(".");
        _transaction = null;
        Perform(SandboxFault.EndOfData, "", "", () => Finish(transaction, body));
    }

    private void Finish(MailTransaction transaction, CappedBuffer body)
    {
        if (body.IsExceeded)
        {
            Reply("552 5.3.4 Message size exceeds the limit");
            return;
        }

        var queueId = Service.NextQueueId();
        var reply = $"250 2.0.0 Queued as {queueId}";
        var mail = new SandboxMail(transaction.Sender.Address, transaction.Sender.Parameters, transaction.Recipients, body.ToArray())
        {
            RecipientParameters = transaction.RecipientParameters,
            AuthenticatedUser = _user,
            TlsProtocol = Connection.TlsProtocol,
            ClientName = _clientName!,
            QueueId = queueId,
            Dialogue = _dialogue.EndingWith(Connection.IsEncrypted, reply),
            Accepted = DateTimeOffset.Now,
        };
        FinalDelivery.Deliver(Service, mail, TraceProtocol(transaction), Connection.Client.Address.ToString());
        Reply(reply);
    }

    private bool KnowsMailParameter(string name) =>
        KnownMailParameters.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (Offers("DSN") && ReportMailParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
        || (Offers("REQUIRETLS") && string.Equals(name, "REQUIRETLS", StringComparison.OrdinalIgnoreCase));

    private bool KnowsRecipientParameter(string name) =>
        Offers("DSN") && ReportRecipientParameters.Contains(name, StringComparer.OrdinalIgnoreCase);

    private bool HasTooManyDomains(string address)
    {
        var most = Service.Options.MaximumRecipientDomains;
        return most > 0
            && _transaction!.Recipients.Append(address).Select(Domain).Distinct(StringComparer.OrdinalIgnoreCase).Count() > most;
    }

    private static string Domain(string address) => address.Substring(address.LastIndexOf('@') + 1);

    /// <summary>The protocol's name in a Received field (RFC 3848, RFC 6531 section 4.3).</summary>
    private string TraceProtocol(MailTransaction transaction)
    {
        if (!_isExtended)
            return "SMTP";
        var name = transaction.IsInternationalized ? "UTF8SMTP" : "ESMTP";
        return name + (Connection.IsEncrypted ? "S" : "") + (_user is null ? "" : "A");
    }

    private static bool IsAscii(string text) => text.All(c => c < 128);
}
