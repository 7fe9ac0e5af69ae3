using System;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// A command in somebody's own words, which only asks for something. Its answer is whatever the server says, up to a cap.
/// </summary>
internal sealed class ImapSpokenCommand : ImapCommand<ImapStatus>
{
    private readonly string _words;
    private readonly Action _heard;

    /// <param name="words">The command without tag and line end.</param>
    /// <param name="heard">Told of each response; it may refuse to hear more.</param>
    public ImapSpokenCommand(string words, Action heard)
    {
        _words = words;
        _heard = heard;
    }

    public override string Name => _words.Split(' ')[0];

    public override void Write(ImapWriter writer) => writer.Keys(_words, "command");

    public override bool Take(object response)
    {
        _heard();
        return true;
    }

    public override ImapStatus End(ImapStatus completion) => completion;
}
