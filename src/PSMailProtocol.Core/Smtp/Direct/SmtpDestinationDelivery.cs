using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Authentication;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Brings a message to the recipients of one destination (RFC 5321 section 5.1): to the exchangers in their order, to each by its
/// addresses. Who is accepted or refused for good is not asked for again; who is refused for now is asked for at the next exchanger.
/// </summary>
internal sealed class SmtpDestinationDelivery
{
    /// <summary>How many addresses of an exchanger are tried, and of all of them together: a domain may name thousands.</summary>
    private const int MostOfExchanger = 20;
    private const int MostTogether = 100;

    private static readonly MailError[] OfMessage =
    [
        MailErrors.MessageTooLarge, MailErrors.Smtputf8Unsupported, MailErrors.EightBitMimeUnsupported, MailErrors.RequireTlsUnsupported,
        MailErrors.AttachmentNotFound, MailErrors.AttachmentUnreadable,
    ];

    private readonly SmtpDestination _destination;
    private readonly SmtpSubmission _submission;
    private readonly SmtpDirectOptions _options;
    private readonly SmtpExchangerSessions _sessions;
    private readonly Dictionary<SmtpPath, SmtpRecipientResult> _refusedForNow = [];
    private readonly List<string> _tries = [];
    private readonly HashSet<MailError> _errors = [];
    private readonly List<string> _warnings = [];
    private List<SmtpPath> _pending;
    private int _tried;

    public SmtpDestinationDelivery(SmtpDestination destination, SmtpSubmission submission, SmtpDirectOptions options,
        SmtpExchangerSessions sessions)
    {
        _destination = destination;
        _submission = submission;
        _options = options;
        _sessions = sessions;
        _pending = destination.Recipients;
    }

    /// <summary>Who got the message.</summary>
    public List<SmtpRecipientResult> Accepted { get; } = [];

    /// <summary>Who is refused for good.</summary>
    public List<SmtpRecipientResult> Rejected { get; } = [];

    /// <summary>Who may have got it.</summary>
    public List<SmtpRecipientResult> Unknown { get; } = [];

    /// <summary>Whose mail no exchanger took or refused for good: a later try may bring it.</summary>
    public IReadOnlyList<SmtpPath> Pending => _pending;

    /// <summary>What was sent and not answered, or null.</summary>
    public MailException? Loss { get; private set; }

    /// <summary>Why those without a reply of their own did not get the message, or null.</summary>
    public MailException? Failure { get; private set; }

    /// <summary>What the caller has to know though the message was taken.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Octets of content that went out.</summary>
    public long OctetsSent { get; private set; }

    /// <summary>The protocols of the sessions that took the message.</summary>
    public List<SslProtocols> TlsProtocols { get; } = [];

    /// <summary>The reply to the message where it was taken last, or null.</summary>
    public SmtpReply? Reply { get; private set; }

    /// <summary>Whether it pays to come again: nothing is unknown, and somebody was refused for now.</summary>
    public bool MayRetry => Loss is null && _pending.Count > 0 && (_destination.Failure is not { } failure || IsForNow(failure));

    /// <summary>Goes through the exchangers until each recipient has an outcome.</summary>
    public void Run()
    {
        foreach (var exchanger in _destination.Exchangers)
        {
            if (_pending.Count == 0 || Loss is not null)
                break;
            if (_tried == MostTogether)
            {
                Note($"no further exchanger is tried after {MostTogether} addresses");
                break;
            }

            if (IsAllowed(exchanger))
                Try(exchanger);
        }

        Failure = _pending.Count == 0 ? null : _destination.Failure ?? NoExchangerTook();
    }

    /// <summary>What is said of those that are still pending, when there is no other try.</summary>
    public IEnumerable<SmtpRecipientResult> GivenUp() => _pending.Select(recipient =>
        _refusedForNow.TryGetValue(recipient, out var refused)
            ? refused
            : new SmtpRecipientResult(recipient, $"Not sent. {Failure!.Message}"));

    private static bool IsForNow(MailException failure) =>
        failure.Error == MailErrors.DnsTimedOut || failure.Error == MailErrors.DnsServerFailure
            || failure.Error == MailErrors.DnsResponseInvalid;

    private bool IsProven => _options.Tls == TlsMode.StartTls || _destination.Policy is { IsEnforced: true };

    /// <summary>Whether the domain's policy lets the mail go there (RFC 8461 section 5.1).</summary>
    private bool IsAllowed(MailExchanger exchanger)
    {
        if (_destination.Policy is not { } policy || policy.Names(exchanger.Exchange))
            return true;
        if (policy.IsEnforced)
            Note($"{exchanger.Exchange} is not among the exchangers of the domain's MTA-STS policy");
        else
            _warnings.Add(
                $"{exchanger.Exchange} is not among the exchangers of the MTA-STS policy of {exchanger.Domain}, which is in mode testing.");
        return !policy.IsEnforced;
    }

    private void Try(MailExchanger exchanger)
    {
        if (exchanger.IPAddress.Count == 0)
        {
            // The lookup knows better: its server may have failed, or the name leads in a circle.
            Note(exchanger.Warnings.Count == 0
                ? $"{exchanger.Exchange} has no address"
                : $"{exchanger.Exchange}: {string.Join(" ", exchanger.Warnings)}");
        }

        foreach (var address in exchanger.IPAddress.Take(Math.Min(MostOfExchanger, MostTogether - _tried)))
        {
            _tried++;
            if (TryAddress(exchanger, address))
                return;
        }

        if (exchanger.IPAddress.Count > MostOfExchanger)
            Note($"{exchanger.Exchange} has {exchanger.IPAddress.Count} addresses, of which no more than {MostOfExchanger} are tried");
    }

    /// <summary>Sends to one address; false if there is nothing to go by, so that the next address is worth a try.</summary>
    private bool TryAddress(MailExchanger exchanger, IPAddress address)
    {
        var place = exchanger.Exchange == address.ToString() ? exchanger.Exchange : $"{exchanger.Exchange} ({address})";
        try
        {
            var submission = new SmtpSubmission(_submission.Envelope.For(_pending), _submission.Content, _submission.Options,
                _submission.Tag);
            var delivery = _sessions.Send(exchanger.Exchange, address, IsProven, submission, out var doubt);
            if (doubt is not null && _destination.Policy is { IsEnforced: false } policy && policy.Names(exchanger.Exchange))
                _warnings.Add($"With the MTA-STS policy of {exchanger.Domain} enforced, {exchanger.Exchange} would get no mail: {doubt}.");
            return Absorb(delivery, exchanger.Exchange, place);
        }
        catch (MailException e)
        {
            // A reply to the connection or to EHLO is the answer to every recipient, until a later one has another.
            if (e is SmtpReplyException { Reply: var reply })
                Defer(_pending, reply, exchanger.Exchange);
            Note($"{place}: {e.Message}", e.Error);
            return false;
        }
    }

    /// <summary>Takes in what became of a transaction; false if it was lost before anybody had an answer.</summary>
    private bool Absorb(SmtpDelivery delivery, string exchange, string place)
    {
        OctetsSent += delivery.OctetsSent;
        _warnings.AddRange(delivery.Warnings);
        Accepted.AddRange(delivery.AcceptedRecipients.Select(recipient => recipient.At(exchange)));
        Unknown.AddRange(delivery.UnknownRecipients.Select(recipient => recipient.At(exchange)));
        if (delivery.UnknownRecipients.Count > 0)
            Loss = (MailException)delivery.Failure!.InnerException!;
        if (delivery.AcceptedRecipients.Count > 0)
            Reply = delivery.Reply;
        if (delivery.AcceptedRecipients.Count + delivery.UnknownRecipients.Count > 0)
            TlsProtocols.Add(delivery.TlsProtocol);

        var refused = delivery.RejectedRecipients;
        Rejected.AddRange(refused.Where(recipient => recipient.Reply is { IsTransientFailure: false })
            .Select(recipient => recipient.At(exchange)));
        var later = refused.Where(recipient => recipient.Reply is null or { IsTransientFailure: true }).ToList();
        foreach (var recipient in later.Where(recipient => recipient.Reply is not null))
            Defer([recipient.Path], recipient.Reply!, exchange);
        _pending = later.ConvertAll(recipient => recipient.Path);
        if (_pending.Count > 0)
            Note($"{place}: {delivery.Failure!.Message}", delivery.Failure.Error);
        return delivery.AcceptedRecipients.Count + delivery.UnknownRecipients.Count > 0
            || refused.Any(recipient => recipient.Reply is not null);
    }

    private void Defer(IEnumerable<SmtpPath> recipients, SmtpReply reply, string exchange)
    {
        foreach (var recipient in recipients)
            _refusedForNow[recipient] = new SmtpRecipientResult(recipient, reply).At(exchange);
    }

    private void Note(string said, MailError? error = null)
    {
        _tries.Add(said.TrimEnd('.'));
        _errors.Add(error ?? MailErrors.NoExchangerReached);
        _options.Passed?.Invoke(said);
    }

    /// <summary>Where every exchanger has the same against the message itself, such as its size, that is the failure.</summary>
    private MailException NoExchangerTook() => new(
        _errors.Count == 1 && OfMessage.Contains(_errors.First()) ? _errors.First() : MailErrors.NoExchangerReached,
        $"No exchanger of {_pending[0].Domain} took the message: {string.Join("; ", _tries)}.");
}
