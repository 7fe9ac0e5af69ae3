using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Interop.Tests.Dns;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Interop.Tests.Smtp;

/// <summary>
/// Two Postfix and a name server that names them as preferred and fallback exchanger of many domains. The preferred one has an address
/// for each behaviour; at one address nobody listens. Started when the first test asks.
/// </summary>
public sealed class PostfixExchangers : IDisposable
{
    private const string Zone = "interop.test";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly int _port = ServerProcess.FindFreePort();
    private readonly Lazy<PostfixExchanger> _preferred;
    private readonly Lazy<PostfixExchanger> _fallback;
    private readonly Lazy<KnotServer> _names;
    private readonly string[] _domains = [.. Behaviours.Keys];

    public PostfixExchangers()
    {
        _preferred = new(() => new PostfixExchanger(Behaviours
            .Where(behaviour => behaviour.Value is not null)
            .ToDictionary(behaviour => Listener(behaviour.Key), behaviour => behaviour.Value!)));
        _fallback = new(() => new PostfixExchanger(new() { [At("127.0.2.1")] = "" }));
        _names = new(() => new KnotServer((Zone, string.Join('\n', _domains.Select((domain, i) => $"""
            {domain} MX 10 mx1.{domain}
            {domain} MX 20 mx2.{domain}
            mx1.{domain} A {(IsCut(domain) ? Relay(domain) : Listener(domain)).Address}
            mx2.{domain} A 127.0.2.1
            """)))));
    }

    /// <summary>What the preferred exchanger of each domain does: the options of its smtpd, or null if nobody listens.</summary>
    public static IReadOnlyDictionary<string, string?> Behaviours { get; } = new Dictionary<string, string?>
    {
        ["up"] = "",
        ["down"] = null,
        ["greeting-4"] = Refuse("client", "421 4.3.2 Not now"),
        ["greeting-5"] = Refuse("client", "554 5.7.1 Not you"),
        ["hello-4"] = Refuse("helo", "450 4.3.2 Not now"),
        ["hello-5"] = Refuse("helo", "550 5.7.1 Not you"),
        ["sender-4"] = Refuse("sender", "450 4.3.2 Not now"),
        ["sender-5"] = Refuse("sender", "550 5.7.1 Not you"),
        ["recipient-4"] = "-o { smtpd_recipient_restrictions = check_recipient_access inline:{ { b@ = 451 4.2.1 Later } } }",
        ["recipient-5"] = "-o { smtpd_recipient_restrictions = check_recipient_access inline:{ { b@ = 550 5.1.1 Nobody } } }",
        ["recipient-421"] = "-o { smtpd_recipient_restrictions = check_recipient_access inline:{ { b@ = 421 4.3.2 Going } } }",
        ["recipients-4"] = Refuse("recipient", "451 4.7.1 Later"),
        ["recipients-5"] = Refuse("recipient", "550 5.1.1 Nobody"),
        ["data-4"] = Refuse("data", "451 4.3.0 Later"),
        ["data-5"] = Refuse("data", "554 5.7.1 Spam"),
        ["end-4"] = Refuse("end_of_data", "451 4.3.0 Later"),
        ["end-5"] = Refuse("end_of_data", "554 5.7.1 Spam"),
        ["cut-chunks"] = "",
        ["cut-data"] = "-o smtpd_discard_ehlo_keywords=chunking",
        ["cut-waiting"] = "-o smtpd_discard_ehlo_keywords=chunking,pipelining",
    };

    public PostfixExchanger Preferred => _preferred.Value;

    public PostfixExchanger Fallback => _fallback.Value;

    /// <summary>A relay before the preferred exchanger of a domain.</summary>
    internal CuttingRelay CreateRelay(string domain, bool countsReplies)
    {
        StartAll();
        return new CuttingRelay(Relay(domain), Listener(domain)) { CountsReplies = countsReplies };
    }

    public SmtpDirectMailer CreateMailer()
    {
        StartAll();
        var resolver = NameServer.CreateResolver(_names.Value);
        return new SmtpDirectMailer(new SmtpDirectOptions((domain, stop) => resolver.ResolveMailExchangers(domain, stop))
        {
            Port = _port,
            ClientName = "c.test",
            Connection = new MailConnectionOptions { ConnectionTimeout = Patience, OperationTimeout = Patience },
        });
    }

    public static string DomainOf(string behaviour) => $"{behaviour}.{Zone}";

    public void Dispose()
    {
        if (_names.IsValueCreated)
            _names.Value.Dispose();
        if (_fallback.IsValueCreated)
            _fallback.Value.Dispose();
        if (_preferred.IsValueCreated)
            _preferred.Value.Dispose();
    }

    /// <summary>Says no as soon as something is known, the client say, and not only to the recipients.</summary>
    private static string Refuse(string what, string reply)
    {
        var table = what is "data" or "end_of_data" ? "client" : what;
        return $"-o smtpd_delay_reject=no -o {{ smtpd_{what}_restrictions = check_{table}_access static:{{{reply}}} }}";
    }

    private static bool IsCut(string domain) => domain.StartsWith("cut-", StringComparison.Ordinal);

    private void StartAll() => _ = (Preferred, Fallback, _names.Value);

    private IPEndPoint Listener(string domain) => At($"127.0.1.{Array.IndexOf(_domains, domain) + 1}");

    private IPEndPoint Relay(string domain) => At($"127.0.3.{Array.IndexOf(_domains, domain) + 1}");

    private IPEndPoint At(string address) => new(IPAddress.Parse(address), _port);
}
