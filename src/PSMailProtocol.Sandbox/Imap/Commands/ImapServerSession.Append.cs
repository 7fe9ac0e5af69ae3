using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>APPEND (RFC 3501 section 6.3.11) up to a limit (RFC 7889), with UTF8 (RFC 6855) and APPENDUID (RFC 4315).</content>
internal sealed partial class ImapServerSession
{
    private string Append(ImapArguments arguments)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.Space();
        List<string> flags = [];
        if (arguments.NextIs('('))
        {
            flags = arguments.ParenthesizedList(arguments.Flag);
            arguments.Space();
        }

        DateTimeOffset? date = null;
        if (arguments.NextIs('"'))
        {
            date = arguments.DateTime();
            arguments.Space();
        }

        var isUtf8 = AcceptsUtf8 && arguments.TryTake("UTF8 (");
        var octets = arguments.LiteralOctets();
        if (isUtf8)
            arguments.Expect(')');
        arguments.End();
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoDestination;
        if (octets.Length > Service.Options.MaximumMessageSize)
            return "NO [TOOBIG] The message is too large";
        if (IsOverQuota(octets.Length))
            return OverQuota;

        var message = mailbox.Deliver(octets, date, flags: flags);
        return Has("UIDPLUS") ? $"OK [APPENDUID {mailbox.UidValidity} {message.Uid}] APPEND completed" : "OK APPEND completed";
    }
}
