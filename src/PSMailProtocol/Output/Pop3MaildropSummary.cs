using System;
using System.Collections.Generic;
using System.Security.Authentication;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Pop3;

namespace PSMailProtocol;

/// <summary>What a maildrop holds and what its server can do.</summary>
public sealed class Pop3MaildropSummary
{
    internal Pop3MaildropSummary(Pop3Status status, Pop3Session session, MailboxId mailbox)
    {
        Count = status.Count;
        Size = status.Size;
        var capabilities = session.Capabilities;
        Capability = new JoinedList<string>(capabilities.Lines);
        Pipelining = capabilities.Pipelining;
        ExpireDays = capabilities.ExpireDays;
        NeverExpires = capabilities.NeverExpires;
        LoginDelay = capabilities.LoginDelaySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Implementation = capabilities.Implementation;
        TlsProtocol = session.Connection.TlsProtocol;
        Mailbox = mailbox;
    }

    /// <summary>How many messages there are.</summary>
    public int Count { get; }

    /// <summary>Their size together in octets, as the server says.</summary>
    public long Size { get; }

    /// <summary>What the server offers after the login, in its own words (RFC 2449); empty if it does not know CAPA.</summary>
    public IReadOnlyList<string> Capability { get; }

    /// <summary>Whether it takes commands ahead of its replies.</summary>
    public bool Pipelining { get; }

    /// <summary>For how many days it keeps messages; 0 if it may delete what was read at once, null if it does not say.</summary>
    public int? ExpireDays { get; }

    /// <summary>Whether it says that it never deletes a message by itself.</summary>
    public bool NeverExpires { get; }

    /// <summary>How long it wants logins to be apart, or null if it does not say.</summary>
    public TimeSpan? LoginDelay { get; }

    /// <summary>What it says of its make, or null.</summary>
    public string? Implementation { get; }

    /// <summary>The TLS protocol, or None for a clear connection.</summary>
    public SslProtocols TlsProtocol { get; }

    /// <summary>The maildrop.</summary>
    public MailboxId Mailbox { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} messages of {Size} octets in {Mailbox}";
}
