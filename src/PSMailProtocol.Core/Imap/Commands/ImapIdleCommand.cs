namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// IDLE (RFC 9051 section 6.3.13, RFC 2177): the server says what is new as it comes, from its leave on until it hears DONE. The
/// answer is whether it let us idle until then; where it does not, there are other ways to hear of what is new.
/// </summary>
internal sealed class ImapIdleCommand : ImapCommand<bool>
{
    public override string Name => "IDLE";

    /// <summary>Whether the server has begun to tell.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsDone { get; set; }

    public override bool TakeLeave() => !HasBegun && (HasBegun = true);

    public override bool End(ImapStatus completion) => completion.IsOk && IsDone;
}
