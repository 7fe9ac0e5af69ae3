using System;

namespace PSMailProtocol.Sandbox;

/// <summary>What a <see cref="SandboxFault"/> does. Each kind is one record; who applies it is said there.</summary>
internal abstract record SandboxFaultEffect
{
    /// <summary>Other lines instead of the command's effect and reply. Applied to a command.</summary>
    internal sealed record Reply(string[] Lines, bool Closes = false) : SandboxFaultEffect;

    /// <summary>The end of the connection. Applied to a command.</summary>
    internal sealed record Drop(SandboxMoment Moment) : SandboxFaultEffect;

    /// <summary>A refusal in the middle of a body. Applied to DATA.</summary>
    internal sealed record Interrupt(long Octets, string Line, bool HangsUp) : SandboxFaultEffect;

    /// <summary>Some time before the command takes effect. Applied to a command.</summary>
    internal sealed record Delay(TimeSpan Time) : SandboxFaultEffect;

    /// <summary>No answer for as long as the client stays. Applied to a command.</summary>
    internal sealed record Stall : SandboxFaultEffect;

    /// <summary>One piece over and over for as long as the client stays. Applied to a command.</summary>
    internal sealed record Endless(byte[] Octets) : SandboxFaultEffect;

    /// <summary>Octets behind the reply, in the same write. Applied to a command.</summary>
    internal sealed record Inject(byte[] Octets) : SandboxFaultEffect;

    /// <summary>A capability that is not named. Applied to every list of capabilities.</summary>
    internal sealed record Withhold(string Capability) : SandboxFaultEffect;

    /// <summary>A capability that is named. Applied to every list of capabilities.</summary>
    internal sealed record Offer(string Capability) : SandboxFaultEffect;

    /// <summary>Announced sizes that are not the real ones. Applied to POP3 listings and IMAP literals and sizes.</summary>
    internal sealed record MisstateSize(Func<long, long> Announced) : SandboxFaultEffect;

    /// <summary>Lines that begin with a dot as they are. Applied to POP3 RETR and TOP.</summary>
    internal sealed record LeaveDots : SandboxFaultEffect;

    /// <summary>Numbers that close up at once. Applied to POP3 DELE.</summary>
    internal sealed record Renumber : SandboxFaultEffect;

    /// <summary>The end of the connection after so many octets. Applied to a connection.</summary>
    internal sealed record Cut(bool Sent, long Octets) : SandboxFaultEffect;

    /// <summary>Writes of at most so many octets. Applied to a connection.</summary>
    internal sealed record Split(int Octets) : SandboxFaultEffect;
}
