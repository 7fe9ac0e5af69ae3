using System;
using System.Linq;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Imap.Commands;

/// <summary>AUTHENTICATE (RFC 9051 section 6.2.2) with SASL-IR (RFC 4959).</summary>
internal sealed class ImapAuthenticateCommand(SaslExchange exchange, ImapCapabilities capabilities) : ImapCommand<bool>
{
    /// <summary>
    /// The longest line with an initial response, in octets without tag; servers take lines of 8,192 (RFC 7162 section 4).
    /// </summary>
    private const int LongestLine = 8000;

    private readonly WireCommand _line = exchange.Begin("AUTHENTICATE ", capabilities.Has("SASL-IR") ? LongestLine : 0);

    public override string Name => "AUTHENTICATE";

    public override void Write(ImapWriter writer) => writer.Line(_line);

    public override WireCommand Answer(string challenge) => exchange.Answer(challenge);

    public override bool End(ImapStatus completion)
    {
        exchange.ThrowIfFaulty();
        if (!completion.IsOk)
            throw new ImapStatusException(MailErrors.AuthenticationFailed, exchange.DescribeRefusal(), completion)
            {
                Mechanism = exchange.Name,
                OtherMechanisms = Others,
            };
        exchange.Accept();
        return true;
    }

    /// <summary>What was offered beside it, the command LOGIN included.</summary>
    private string[] Others =>
        [.. capabilities.AuthenticationMechanisms
            .Concat(capabilities.LoginDisabled ? [] : ["LOGIN"])
            .Select(name => name.ToUpperInvariant())
            .Distinct()
            .Where(name => !name.Equals(exchange.Name, StringComparison.OrdinalIgnoreCase))];
}
