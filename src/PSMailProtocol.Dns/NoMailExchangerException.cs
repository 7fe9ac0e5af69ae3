using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>A domain exists, and its mail has nowhere to go.</summary>
public sealed class NoMailExchangerException : MailException
{
    /// <summary>Creates a failure.</summary>
    /// <param name="name">The name that has no records of use.</param>
    /// <param name="domain">What is known of the domain, of status None.</param>
    public NoMailExchangerException(string name, MailExchanger domain)
        : base(MailErrors.NoMailExchanger, $"The domain {name} has no MX, A or AAAA record.")
    {
        Domain = domain;
    }

    /// <summary>What is known of the domain.</summary>
    public MailExchanger Domain { get; }
}
