using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>
/// The argument of MAIL and RCPT (RFC 5321 section 4.1.2): a path in angle brackets and parameters behind it. A source
/// route is read and dropped (appendix C).
/// </summary>
internal sealed class SmtpPathArgument
{
    private SmtpPathArgument(string address, IReadOnlyList<string> parameters)
    {
        Address = address;
        Parameters = parameters;
    }

    /// <summary>The mailbox without brackets; empty for the null path.</summary>
    public string Address { get; }

    /// <summary>The parameters as written, for example <c>SIZE=100</c>.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The value of a parameter, empty if it has none, or null if it is not there.</summary>
    public string? Parameter(string keyword)
    {
        foreach (var parameter in Parameters)
        {
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter.Substring(0, equals);
            if (string.Equals(name, keyword, StringComparison.OrdinalIgnoreCase))
                return equals < 0 ? "" : parameter.Substring(equals + 1);
        }

        return null;
    }

    /// <summary>Reads what follows the verb.</summary>
    /// <param name="argument">For example <c>FROM:&lt;a@b.test&gt; SIZE=100</c>.</param>
    /// <param name="keyword"><c>FROM:</c> or <c>TO:</c>.</param>
    /// <param name="path">What was read, or null if that breaks the syntax.</param>
    public static bool TryParse(string argument, string keyword, out SmtpPathArgument? path)
    {
        path = null;
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return false;

        // No space belongs behind the colon, but many clients put one there and servers let it pass.
        var rest = argument.Substring(keyword.Length).TrimStart(' ');
        var end = ClosingBracket(rest);
        if (end < 0 || (end + 1 < rest.Length && rest[end + 1] != ' '))
            return false;

        var address = WithoutSourceRoute(rest.Substring(1, end - 1));
        if (!IsMailbox(address))
            return false;

        path = new SmtpPathArgument(address, rest.Substring(end + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries));
        return true;
    }

    /// <summary>Where the path ends; a bracket inside a quoted local part is no end.</summary>
    private static int ClosingBracket(string text)
    {
        if (text.Length == 0 || text[0] != '<')
            return -1;

        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '>' && !quoted)
                return i;
        }

        return -1;
    }

    private static string WithoutSourceRoute(string path)
    {
        var colon = path.IndexOf(':');
        return path.StartsWith("@", StringComparison.Ordinal) && colon > 0 ? path.Substring(colon + 1) : path;
    }

    /// <summary>The null path, <c>Postmaster</c> alone, or something at something (sections 4.5.5, 4.1.1.3 and 2.3.11).</summary>
    private static bool IsMailbox(string address)
    {
        if (address.Length == 0 || string.Equals(address, "postmaster", StringComparison.OrdinalIgnoreCase))
            return true;

        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && IsLocalPart(address, at) && IsDomain(address, at + 1);
    }

    private static bool IsLocalPart(string address, int end)
    {
        var quoted = address[0] == '"';
        if (quoted && (end < 2 || address[end - 1] != '"'))
            return false;

        for (var i = 0; i < end; i++)
        {
            if (char.IsControl(address[i]) || (!quoted && (address[i] <= ' ' || "()<>[]:;@\\,\"".IndexOf(address[i]) >= 0)))
                return false;
        }

        return true;
    }

    private static bool IsDomain(string address, int start)
    {
        for (var i = start; i < address.Length; i++)
        {
            if (address[i] <= ' ' || char.IsControl(address[i]) || "()<>;@\\,\"".IndexOf(address[i]) >= 0)
                return false;
        }

        return true;
    }
}
