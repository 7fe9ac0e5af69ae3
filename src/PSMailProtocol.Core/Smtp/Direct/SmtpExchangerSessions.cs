using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Authentication;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Sends to addresses of exchangers, and keeps what is open for the next message to the same one. Safe for use from several threads: a
/// session serves one at a time.
/// </summary>
internal sealed class SmtpExchangerSessions : IDisposable
{
    /// <summary>So many sessions stay open for further messages.</summary>
    private const int MostIdle = 20;

    private readonly SmtpDirectOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly object _gate = new();
    private readonly LinkedList<ExchangerMailer> _idle = new();

    public SmtpExchangerSessions(SmtpDirectOptions options, CancellationToken cancellation)
    {
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Sends a message to one address of an exchanger.</summary>
    /// <param name="exchange">The exchanger's name, which its certificate has to prove if <paramref name="isProven"/>.</param>
    /// <param name="address">The address.</param>
    /// <param name="isProven">Whether nothing goes without TLS and a certificate of that name.</param>
    /// <param name="submission">The message.</param>
    /// <param name="doubt">Why the session proved nothing of the exchanger's name; null if it did.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="MailException">There was no session: connecting, TLS, the greeting or EHLO failed.</exception>
    public SmtpDelivery Send(string exchange, IPAddress address, bool isProven, SmtpSubmission submission, out string? doubt)
    {
        var mailer = Take(exchange, address, isProven);
        try
        {
            var delivery = mailer.Send(submission);
            doubt = mailer.Doubt;
            Keep(mailer);
            return delivery;
        }
        catch
        {
            mailer.Dispose();
            throw;
        }
    }

    /// <summary>Says goodbye to every exchanger.</summary>
    public void Quit()
    {
        while (TakeAny() is { } mailer)
            mailer.Quit();
    }

    /// <summary>Closes without a word.</summary>
    public void Dispose()
    {
        while (TakeAny() is { } mailer)
            mailer.Dispose();
    }

    private ExchangerMailer Take(string exchange, IPAddress address, bool isProven)
    {
        lock (_gate)
        {
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (!node.Value.Is(exchange, address, isProven))
                    continue;
                _idle.Remove(node);
                return node.Value;
            }
        }

        return new ExchangerMailer(exchange, address, isProven, _options, _cancellation);
    }

    private void Keep(ExchangerMailer mailer)
    {
        ExchangerMailer? oldest = null;
        lock (_gate)
        {
            _idle.AddFirst(mailer);
            if (_idle.Count > MostIdle)
            {
                oldest = _idle.Last!.Value;
                _idle.RemoveLast();
            }
        }

        oldest?.Quit();
    }

    private ExchangerMailer? TakeAny()
    {
        lock (_gate)
        {
            if (_idle.First is not { } node)
                return null;
            _idle.Remove(node);
            return node.Value;
        }
    }

    /// <summary>A mailer to one address, one message and one result at a time.</summary>
    private sealed class ExchangerMailer : IDisposable
    {
        private readonly string _exchange;
        private readonly IPAddress _address;
        private readonly bool _isProven;
        private readonly SmtpDirectOptions _options;
        private readonly SmtpMailer _mailer;
        private SmtpDelivery? _delivery;
        private MailConnection? _connection;

        public ExchangerMailer(string exchange, IPAddress address, bool isProven, SmtpDirectOptions options, CancellationToken cancellation)
        {
            _exchange = exchange;
            _address = address;
            _isProven = isProven;
            _options = options;
            var account = new MailAccount(exchange, options.Port, isProven ? TlsMode.StartTls : options.Tls, credential: null)
            {
                Connection = options.Connection with
                {
                    Addresses = [address],
                    SkipCertificateCheck = !isProven || options.Connection.SkipCertificateCheck,
                    DefersCertificateCheck = !isProven && options.Connection.PinnedCertificate is null,
                    Transcript = options.Connection.Transcript?.ForConnection(),
                },
            };
            var mailer = new SmtpMailerOptions
            {
                ClientName = options.ClientName,
                Limits = options.Limits,
                Progress = options.Progress,
                Connected = session =>
                {
                    _connection = session.Connection;
                    options.Connected?.Invoke(account, session);
                },
                Clock = options.Clock,
                Open = (to, clientName, stop, limits) => Open(to, clientName, limits, stop),
            };
            _mailer = new SmtpMailer(account, mailer, delivery => _delivery = delivery, cancellation);
        }

        /// <summary>Why the last session proved nothing of the exchanger's name; null if it did.</summary>
        public string? Doubt => _connection switch
        {
            { TlsProtocol: SslProtocols.None } => "it does not encrypt",
            { CertificateVerdict: { } verdict }
                when verdict.Problems.Count > 0 => $"its certificate does not prove its name: {string.Join("; ", verdict.Problems)}",
            _ => null,
        };

        public bool Is(string exchange, IPAddress address, bool isProven) =>
            isProven == _isProven && address.Equals(_address) && string.Equals(exchange, _exchange, StringComparison.OrdinalIgnoreCase);

        public SmtpDelivery Send(SmtpSubmission submission)
        {
            _delivery = null;
            try
            {
                _mailer.Submit(submission);
                _mailer.Finish();
            }
            catch (MailException) when (_delivery is not null)
            {
                // The result says what became of the message; that no session could be had afterwards is nobody's failure.
            }

            return _delivery!;
        }

        public void Quit()
        {
            try
            {
                _mailer.Quit();
            }
            catch (MailException)
            {
                // Every message has its result by now.
            }

            _mailer.Dispose();
        }

        public void Dispose() => _mailer.Dispose();

        /// <summary>
        /// Where nobody demands TLS, an exchanger that offers it and cannot do it gets the mail in clear, as between mail servers: mail
        /// that is not delivered for that would be safe from nobody.
        /// </summary>
        private SmtpSession Open(MailAccount account, string? clientName, SmtpLimits? limits, CancellationToken cancellation)
        {
            try
            {
                return _options.Open(account, clientName, cancellation, limits);
            }
            catch (MailException e) when (!_isProven && (e.Error == MailErrors.TlsFailed || e.Error == MailErrors.TlsRequired))
            {
                _options.Passed?.Invoke($"{account.Server} offers TLS and cannot do it, so the mail goes in clear: {e.Message}");
                return _options.Open(account.Reached(account.Connection, tls: TlsMode.None), clientName, cancellation, limits);
            }
        }
    }
}
