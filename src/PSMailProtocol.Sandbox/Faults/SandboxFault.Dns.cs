using System;
using System.Threading;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Sandbox;

/// <content>Rules for the name server: a name, a type and what goes wrong with the answer.</content>
public sealed partial class SandboxFault
{
    private readonly DnsName? _name;
    private readonly DnsRecordType? _type;

    private SandboxFault(string? name, string? type, SandboxFaultEffect effect)
    {
        _name = name is null ? null : SandboxZone.NameOf(name);
        _type = SandboxZone.ParseType(type);
        Effect = effect;
    }

    /// <summary>
    /// Lets something go wrong with the answers about a name. <see cref="SandboxDnsFault.None"/> keeps the rules behind this one away.
    /// </summary>
    /// <param name="name">The name, exactly, or an address for the name that stands for it; null for every name.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="type">A, AAAA, CNAME, MX, TXT, PTR, SRV or TLSA, if only questions for this type go wrong.</param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public static SandboxFault Misanswer(string? name, SandboxDnsFault fault, string? type = null) =>
        new(name, type, new SandboxFaultEffect.Misanswer(fault));

    /// <summary>Waits before each answer about a name, in addition to <see cref="SandboxZone.Latency"/>.</summary>
    /// <param name="name">As for <see cref="Misanswer"/>.</param>
    /// <param name="time">How long.</param>
    /// <param name="type">As for <see cref="Misanswer"/>.</param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public static SandboxFault DelayAnswer(string? name, TimeSpan time, string? type = null) =>
        new(name, type, new SandboxFaultEffect.Delay(time));

    /// <summary>Whether the rule applies to a question; each time that it fits counts as an occurrence.</summary>
    internal bool Fits(DnsQuestion question) =>
        _protocol is null && (_name is null || _name.Equals(question.Name)) && (_type is null || _type == question.Type)
            && FitsNow(question.Name.ToString());
}
