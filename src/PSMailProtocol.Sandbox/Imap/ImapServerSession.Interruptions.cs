namespace PSMailProtocol.Sandbox.Imap;

/// <content>The faults that strike in the middle of a command, between its responses.</content>
internal sealed partial class ImapServerSession
{
    private SandboxFaultEffect.Amid? _amid;
    private SandboxFaultEffect.BreakOff? _breakOff;
    private int _responses;

    private void BeginResponses(string verb, string argument)
    {
        _amid = Service.Faults.Find<SandboxFaultEffect.Amid>(SandboxProtocol.Imap, verb, argument);
        _breakOff = Service.Faults.Find<SandboxFaultEffect.BreakOff>(SandboxProtocol.Imap, verb, argument);
        Connection.Change = Service.Faults.Find<SandboxFaultEffect.ChangeResponse>(SandboxProtocol.Imap, verb, argument)?.Change;
        _responses = 0;
    }

    /// <summary>To be called before each response of several, and behind the last.</summary>
    private void BetweenResponses()
    {
        if (_breakOff is { } breakOff && breakOff.Responses == _responses)
            throw new ImapBrokenOffException(breakOff.Line, breakOff.Closes);
        if (_amid is { } amid && amid.Responses == _responses)
            amid.Act();
        _responses++;
    }
}
