using System;

namespace PSMailProtocol.Dns.Spf;

/// <summary>A record, a term or a macro is not written as RFC 7208 says. The message says where, in half a sentence.</summary>
internal sealed class SpfSyntaxException : Exception
{
    internal SpfSyntaxException(string fault)
        : base(fault)
    {
    }
}
