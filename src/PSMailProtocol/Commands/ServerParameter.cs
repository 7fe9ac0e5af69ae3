using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// What a person gives as -Server: a host, <c>host:587</c>, an IPv6 address with or without brackets, <c>[::1]:587</c>, and any of these
/// behind a scheme such as <c>imaps://</c>. A refusal never repeats the text, since a password may be in it.
/// </summary>
internal sealed class ServerParameter
{
    /// <summary>pop and pops are those of RFC 2384 and of curl.</summary>
    private static readonly Dictionary<string, string> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smtp"] = "SMTP",
        ["smtps"] = "SMTP",
        ["pop3"] = "POP3",
        ["pop3s"] = "POP3",
        ["pop"] = "POP3",
        ["pops"] = "POP3",
        ["imap"] = "IMAP",
        ["imaps"] = "IMAP",
    };

    private readonly string? _scheme;

    private ServerParameter(string? scheme, string host, int? port)
    {
        _scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>The host's name or address, an IPv6 address without brackets.</summary>
    public string Host { get; }

    /// <summary>The port behind the host, or null.</summary>
    public int? Port { get; }

    /// <summary>Whether a scheme names the protocol, and with it the usual port.</summary>
    public bool HasScheme => _scheme is not null;

    /// <summary>Whether the scheme is one of those that are encrypted from the first octet (RFC 8314).</summary>
    public bool IsImplicit => _scheme is not null && _scheme.EndsWith("s", StringComparison.OrdinalIgnoreCase);

    /// <summary>SMTP, POP3 or IMAP where a scheme names it; null without a scheme, or for one that is none of mail.</summary>
    public static string? ProtocolOf(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end
            && Protocols.TryGetValue(text.Substring(0, end).Trim(), out var protocol) ? protocol : null;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, which is not empty.</param>
    /// <param name="protocol">What the command speaks: SMTP, POP3 or IMAP.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static ServerParameter Read(string text, string protocol)
    {
        var rest = text.Trim();
        var scheme = rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end ? rest.Substring(0, end) : null;
        if (scheme is not null)
        {
            if (!Protocols.TryGetValue(scheme, out var spoken) || spoken != protocol)
                throw Refused(
                    $"names {(spoken is null ? "a scheme that is none of mail" : $"{scheme.ToLowerInvariant()}://")}, and this command " +
                    $"speaks {protocol}", Forms(protocol));
            rest = rest.Substring(scheme.Length + 3);
        }

        if (rest.IndexOf('@') >= 0)
            throw Refused("holds a user name", "Give user and password with -Credential, and -Server the host alone.");
        if (scheme is not null && rest.EndsWith("/", StringComparison.Ordinal))
            rest = rest.Substring(0, rest.Length - 1);
        if (rest.IndexOfAny(['/', '\\', '?', '#']) >= 0)
            throw Refused("holds more than a host and a port, such as a path", Forms(protocol));

        var (host, port) = Divide(rest, protocol);
        return host.Length > 0 ? new ServerParameter(scheme, host, port) : throw Refused("names no host", Forms(protocol));
    }

    /// <summary>The port that this and -Port say together, or null for the usual one.</summary>
    /// <param name="port">That of -Port; 0 if it is not given.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, as they contradict each other.</exception>
    public int? PortBeside(int port)
    {
        if (port != 0 && Port is not null && Port != port)
            throw Contradiction($"-Server names port {Port} and -Port {port}");
        return Port ?? (port == 0 ? null : port);
    }

    /// <summary>The mode of encryption that this and -Tls say together.</summary>
    /// <param name="tls">What is asked for otherwise.</param>
    /// <param name="parameter">By what parameter.</param>
    /// <param name="port">The port, or null for the usual one.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, as they contradict each other.</exception>
    public TlsMode TlsBeside(TlsMode tls, string parameter, int? port)
    {
        if (IsImplicit && tls is not (TlsMode.Auto or TlsMode.Implicit))
            throw Contradiction(
                $"-Server names {_scheme!.ToLowerInvariant()}://, which is encrypted from the first octet, and {parameter} says otherwise");
        if (HasScheme && !IsImplicit && tls == TlsMode.Implicit && port is not (465 or 993 or 995))
            throw Contradiction($"-Server names {_scheme!.ToLowerInvariant()}://, which begins in clear, and {parameter} says otherwise");
        return IsImplicit ? TlsMode.Implicit : tls;
    }

    /// <summary>A text with several colons and no brackets is an IPv6 address, so that none of it is a port.</summary>
    private static (string Host, int? Port) Divide(string text, string protocol)
    {
        var isBracketed = text.StartsWith("[", StringComparison.Ordinal);
        if (!isBracketed && IPAddress.TryParse(text, out var bare) && bare.AddressFamily == AddressFamily.InterNetworkV6)
            return (text, null);

        var end = isBracketed ? text.IndexOf(']') + 1 : text.IndexOf(':') is >= 0 and var colon ? colon : text.Length;
        var host = isBracketed && end > 0 ? text.Substring(1, end - 2) : text.Substring(0, end);
        if (isBracketed && !IPAddress.TryParse(host, out _))
            throw Refused("has brackets with no address in them", Forms(protocol));
        var behind = text.Substring(end);
        return behind.Length == 0 ? (host, null)
            : behind[0] == ':' && int.TryParse(behind.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port is > 0 and <= IPEndPoint.MaxPort ? (host, port)
            : throw Refused("has something other than a port from 1 to 65535 behind the host", Forms(protocol));
    }

    private static string Forms(string protocol) =>
        "Give -Server a host such as mail.example.com, with its port as in " +
        $"mail.example.com:{(protocol == "SMTP" ? 587 : protocol == "POP3" ? 995 : 993)}, or with "
        + $"{string.Join(" or ", Protocols.Where(known => known.Value == protocol).Select(known => known.Key + "://").Take(2))} before it.";

    private static AdvisedException Contradiction(string message) =>
        new(MailErrors.InvalidParameter, message + ".", "Leave one of them out, or have both say the same.");

    private static AdvisedException Refused(string complaint, string advice) =>
        new(MailErrors.InvalidParameter, $"-Server {complaint}.", advice, isTargetSecret: true);
}
