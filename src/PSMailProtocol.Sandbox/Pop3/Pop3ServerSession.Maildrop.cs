using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Sandbox.Pop3;

/// <content>The transaction and update states: numbers, listings, messages and deletion (RFC 1939 sections 5 to 7).</content>
internal sealed partial class Pop3ServerSession
{
    private readonly HashSet<SandboxMessage> _deleted = [];
    private SandboxMaildrop? _maildrop;
    private IReadOnlyList<SandboxMessage> _messages = [];

    private IEnumerable<(int Number, SandboxMessage Message)> Remaining =>
        _messages.Select((message, index) => (index + 1, message)).Where(m => !_deleted.Contains(m.message));

    private void OpenMaildrop(string user)
    {
        var maildrop = Service.Accounts.Maildrop(user);
        if (!maildrop.TryLock(this, Service.Options.MaildropLockWait))
        {
            Reply("-ERR [IN-USE] Another session holds the maildrop");
            return;
        }

        if (!maildrop.TryBeginLogin(Service.Options.LoginDelay))
        {
            maildrop.Unlock(this);
            Reply("-ERR [LOGIN-DELAY] The last login was not long enough ago");
            return;
        }

        _maildrop = maildrop;
        _messages = maildrop.Messages;
        Reply($"+OK {_messages.Count} messages");
    }

    private void Status(string argument)
    {
        var sizes = Remaining.Select(m => Pop3MultilineResponse.SizeOf(m.Message.Octets)).ToArray();
        Reply($"+OK {sizes.Length} {Announced("STAT", argument, sizes.Sum())}");
    }

    private void List(string argument) => ListOneOrAll("LIST", argument, Size);

    private void UniqueIds(string argument) => ListOneOrAll("UIDL", argument, m => m.UniqueId);

    private void ListOneOrAll(string verb, string argument, System.Func<SandboxMessage, string> value)
    {
        if (argument.Length > 0)
        {
            if (TryFind(argument, out var message))
                Reply($"+OK {argument} {value(message!)}");
            return;
        }

        Reply($"+OK {verb} follows");
        foreach (var (number, message) in Remaining)
            Reply($"{number} {value(message)}");
        Reply(".");
    }

    private string Size(SandboxMessage message) =>
        Announced("LIST", "", Pop3MultilineResponse.SizeOf(message.Octets)).ToString(CultureInfo.InvariantCulture);

    private void Retrieve(string argument)
    {
        if (!TryFind(argument, out var message))
            return;

        Reply($"+OK {Announced("RETR", argument, Pop3MultilineResponse.SizeOf(message!.Octets))} octets");
        Pop3MultilineResponse.WriteMessage(Connection, message.Octets, message.Octets.Length, Stuffs("RETR", argument));
    }

    private void Top(string argument)
    {
        var parts = argument.Split(' ');
        if (parts.Length != 2 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var lines))
            Reply("-ERR Syntax: TOP message lines");
        else if (TryFind(parts[0], out var message))
        {
            Reply("+OK");
            Pop3MultilineResponse.WriteMessage(Connection, message!.Octets, Pop3MultilineResponse.LengthOfTop(message.Octets, lines),
                Stuffs("TOP", argument));
        }
    }

    private bool Stuffs(string verb, string argument) =>
        Service.Faults.Find<SandboxFaultEffect.LeaveDots>(SandboxProtocol.Pop3, verb, argument) is null;

    private void Delete(string argument)
    {
        if (!TryFind(argument, out var message))
            return;

        _deleted.Add(message!);
        if (Service.Faults.Find<SandboxFaultEffect.Renumber>(SandboxProtocol.Pop3, "DELE", argument) is not null)
            _messages = [.. _messages.Where(m => m != message)];
        Reply($"+OK message {argument} deleted");
    }

    private void Reset(string argument)
    {
        _deleted.Clear();
        Reply($"+OK {_messages.Count} messages");
    }

    private void Update() => _maildrop?.Remove(_deleted);

    /// <summary>Finds a message by its number, or says why it is not there.</summary>
    private bool TryFind(string argument, out SandboxMessage? message)
    {
        message = null;
        if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Reply("-ERR Give a message number");
            return false;
        }

        if (number >= 1 && number <= _messages.Count && !_deleted.Contains(_messages[number - 1]))
            message = _messages[number - 1];
        else
            Reply($"-ERR No message {argument}");
        return message is not null;
    }
}
