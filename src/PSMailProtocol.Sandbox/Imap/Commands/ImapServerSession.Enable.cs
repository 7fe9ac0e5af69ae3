using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>ENABLE (RFC 5161).</content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] ToBeEnabled = ["CONDSTORE", "IMAP4rev2", "UTF8=ACCEPT"];

    private readonly HashSet<string> _enabled = new(StringComparer.OrdinalIgnoreCase);

    private string Enable(ImapArguments arguments)
    {
        var names = new List<string>();
        do
        {
            arguments.Space();
            names.Add(arguments.Atom());
        }
        while (arguments.NextIs(' '));
        arguments.End();

        // What is not known is passed over (section 3.1).
        var enabled = ToBeEnabled.Where(n => names.Contains(n, StringComparer.OrdinalIgnoreCase) && Has(n)).ToArray();
        _enabled.UnionWith(enabled);
        _knowsModSeq |= enabled.Contains("CONDSTORE");
        Reply("* ENABLED" + string.Concat(enabled.Select(n => " " + n)));
        return "OK ENABLE completed";
    }
}
