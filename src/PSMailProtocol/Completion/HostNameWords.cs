using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.NetworkInformation;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Completion;

/// <summary>Offers the names of this machine, the one with its domain first. Nobody is asked for them.</summary>
internal sealed class HostNameWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command)
    {
        var machine = IPGlobalProperties.GetIPGlobalProperties();
        string[] names = [$"{machine.HostName}.{machine.DomainName}", machine.HostName];
        return names.Where(IsName).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (name, $"{name}: this machine"));
    }

    private static bool IsName(string name)
    {
        try
        {
            return SmtpClientName.Parse(name) == name;
        }
        catch (MailException)
        {
            return false;
        }
    }
}
