using System;
using System.Net;
using PSMailProtocol.Advice;
using PSMailProtocol.Dns;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Where policies of MTA-STS are fetched from in place of the domain's own host, as <c>-PolicyServer</c> says it.</summary>
internal static class PolicyServerAddress
{
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static IPEndPoint? Parse(string? text)
    {
        if (text is null)
            return null;

        var address = DnsServerAddress.Parse(text);
        return IPAddress.TryParse(address.Host, out var host) && text.TrimEnd().EndsWith($":{address.Port}", StringComparison.Ordinal)
            ? new IPEndPoint(host, address.Port)
            : throw new AdvisedException(MailErrors.InvalidParameter, $"-PolicyServer {WireText.Excerpt(text)} is no address with a port.",
                "Write it as 127.0.0.1:8443.");
    }
}
