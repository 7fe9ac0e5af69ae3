namespace PSMailProtocol.Sandbox.Imap;

/// <content>ID (RFC 2971).</content>
internal sealed partial class ImapServerSession
{
    private bool _isIdentified;

    private string Identify(ImapArguments arguments)
    {
        arguments.Space();
        if (arguments.NextIs('('))
        {
            arguments.ParenthesizedList(() =>
            {
                arguments.AString();
                arguments.Space();
                return arguments.NString();
            });
        }
        else if (arguments.Keyword() != "NIL")
        {
            throw new ImapSyntaxException("A list or NIL is missing");
        }

        arguments.End();
        _isIdentified = true;
        Reply("* ID (\"name\" \"PSMailProtocol sandbox\")");
        return "OK ID completed";
    }
}
