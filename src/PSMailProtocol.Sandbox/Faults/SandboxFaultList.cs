using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Sandbox;

/// <summary>The rules of misbehaviour of a <see cref="MailSandbox"/>, in order. They may change while it runs.</summary>
public sealed class SandboxFaultList : IEnumerable<SandboxFault>
{
    private readonly object _gate = new();
    private SandboxFault[] _faults = [];

    /// <summary>Adds a rule behind those that are there.</summary>
    public void Add(SandboxFault fault)
    {
        lock (_gate)
            _faults = [.. _faults, fault];
    }

    /// <summary>Takes a rule out; returns whether it was there.</summary>
    public bool Remove(SandboxFault fault)
    {
        lock (_gate)
        {
            var kept = _faults.Where(f => f != fault).ToArray();
            var removed = kept.Length < _faults.Length;
            _faults = kept;
            return removed;
        }
    }

    /// <summary>Takes every rule out: the sandbox behaves again.</summary>
    public void Clear()
    {
        lock (_gate)
            _faults = [];
    }

    /// <inheritdoc/>
    public IEnumerator<SandboxFault> GetEnumerator() => ((IEnumerable<SandboxFault>)Current).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SandboxFault[] Current
    {
        get
        {
            lock (_gate)
                return _faults;
        }
    }

    /// <summary>The first effect of a kind that fits a command, or with no verb a connection; null if none does.</summary>
    internal TEffect? Find<TEffect>(SandboxProtocol protocol, string? verb, string argument = "")
        where TEffect : SandboxFaultEffect
    {
        foreach (var fault in Current)
        {
            if (fault.Effect is TEffect effect && fault.Fits(protocol, verb, argument))
                return effect;
        }

        return null;
    }

    /// <summary>The first effect of a kind that fits a question of DNS; null if none does.</summary>
    internal TEffect? FindForQuestion<TEffect>(DnsQuestion question)
        where TEffect : SandboxFaultEffect
    {
        foreach (var fault in Current)
        {
            if (fault.Effect is TEffect effect && fault.Fits(question))
                return effect;
        }

        return null;
    }

    /// <summary>What goes wrong with a command as a whole; null if nothing does.</summary>
    internal SandboxFaultEffect? FindForCommand(SandboxProtocol protocol, string verb, string argument)
    {
        foreach (var fault in Current)
        {
            if (fault.Effect is not SandboxFaultEffect.OfDetail && fault.Fits(protocol, verb, argument))
                return fault.Effect;
        }

        return null;
    }

    /// <summary>A list of capabilities as the rules leave it.</summary>
    internal IReadOnlyList<string> Filter(SandboxProtocol protocol, IEnumerable<string> capabilities)
    {
        var offered = capabilities.ToList();
        foreach (var fault in Current.Where(f => f.IsAbout(protocol)))
        {
            if (fault.Effect is SandboxFaultEffect.Withhold withheld)
                offered.RemoveAll(c => IsNamed(c, withheld.Capability));
            else if (fault.Effect is SandboxFaultEffect.Offer added)
                offered.Add(added.Capability);
        }

        return offered;
    }

    /// <summary>Whether a capability has a name: whole, or up to its arguments.</summary>
    internal static bool IsNamed(string capability, string name) =>
        capability.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (capability.Length == name.Length || capability[name.Length] is ' ' or '=');
}
