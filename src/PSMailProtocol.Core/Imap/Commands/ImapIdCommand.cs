using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>ID (RFC 2971). Servers of NetEase open no mailbox for a client that has not said who it is.</summary>
internal sealed class ImapIdCommand : ImapCommand<ImapServerId?>
{
    private ImapServerId? _id;

    public override string Name => "ID";

    public override void Write(ImapWriter writer) => writer.Words("ID (\"name\" \"PSMailProtocol\" \"version\" \"" + Version + "\")");

    public override bool Take(object response)
    {
        _id ??= response as ImapServerId;
        return response is ImapServerId;
    }

    /// <summary>What the server says of itself; null where it refuses, since nothing hangs on it.</summary>
    public override ImapServerId? End(ImapStatus completion) => _id;

    private static string Version { get; } = typeof(ImapIdCommand).Assembly.GetName().Version!.ToString(3);
}
