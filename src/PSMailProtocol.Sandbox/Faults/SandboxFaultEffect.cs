using System;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Sandbox;

/// <summary>What a <see cref="SandboxFault"/> does. Each kind is one record; who applies it is said there.</summary>
internal abstract record SandboxFaultEffect
{
    /// <summary>One that leaves the command its course: who does the detail looks for it.</summary>
    internal abstract record OfDetail : SandboxFaultEffect;

    /// <summary>Other lines instead of the command's effect and reply. Applied to a command.</summary>
    internal sealed record Reply(string[] Lines, bool Closes = false) : SandboxFaultEffect;

    /// <summary>The end of the connection. Applied to a command.</summary>
    internal sealed record Drop(SandboxMoment Moment) : SandboxFaultEffect;

    /// <summary>A refusal in the middle of a body. Applied to DATA.</summary>
    internal sealed record Interrupt(long Octets, string Line, bool HangsUp) : OfDetail;

    /// <summary>Some time before the command takes effect, or before the answer. Applied to a command and to a question of DNS.</summary>
    internal sealed record Delay(TimeSpan Time) : SandboxFaultEffect;

    /// <summary>Another answer, or none. Applied to a question of DNS.</summary>
    internal sealed record Misanswer(SandboxDnsFault Fault) : SandboxFaultEffect;

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
    internal sealed record MisstateSize(Func<long, long> Announced) : OfDetail;

    /// <summary>Lines that begin with a dot as they are. Applied to POP3 RETR and TOP.</summary>
    internal sealed record LeaveDots : OfDetail;

    /// <summary>Numbers that close up at once. Applied to POP3 DELE.</summary>
    internal sealed record Renumber : OfDetail;

    /// <summary>An act of somebody else before the command. Applied to a command.</summary>
    internal sealed record Meanwhile(Action Act) : SandboxFaultEffect;

    /// <summary>An act of somebody else in the middle of the command. Applied to IMAP commands with several responses.</summary>
    internal sealed record Amid(int Responses, Action Act) : OfDetail;

    /// <summary>Other words instead of the rest of the responses. Applied to IMAP commands with several responses.</summary>
    internal sealed record BreakOff(int Responses, string Line, bool Closes) : OfDetail;

    /// <summary>Other responses. Applied to untagged responses of IMAP.</summary>
    internal sealed record ChangeResponse(Func<string, string?> Change) : OfDetail;

    /// <summary>The end of the connection after so many octets. Applied to a connection.</summary>
    internal sealed record Cut(bool Sent, long Octets) : SandboxFaultEffect;

    /// <summary>Writes of at most so many octets. Applied to a connection.</summary>
    internal sealed record Split(int Octets) : SandboxFaultEffect;
}
