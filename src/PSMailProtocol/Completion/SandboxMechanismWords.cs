using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;

namespace PSMailProtocol.Completion;

/// <summary>Offers the mechanisms by which a sandbox can log in.</summary>
internal sealed class SandboxMechanismWords : WordCompleter
{
    private static readonly (string Text, string Note)[] Mechanisms =
    [
        ("PLAIN", "PLAIN: user name and password"), ("LOGIN", "LOGIN: user name and password"), ("CRAM-MD5", "CRAM-MD5: needs -User"),
        ("SCRAM-SHA-1", "SCRAM-SHA-1: needs -User"), ("SCRAM-SHA-1-PLUS", "SCRAM-SHA-1-PLUS: needs -User and TLS"),
        ("SCRAM-SHA-256", "SCRAM-SHA-256: needs -User"), ("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256-PLUS: needs -User and TLS"),
        ("XOAUTH2", "XOAUTH2: an access token"), ("OAUTHBEARER", "OAUTHBEARER: an access token"),
        ("EXTERNAL", "EXTERNAL: the client's certificate"),
    ];

    /// <summary>Reads the name of a mechanism in any letter case.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for what is none.</exception>
    public static string Read(string text, string parameter) =>
        Mechanisms.Select(known => known.Text).FirstOrDefault(known => known.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new MailException(
            MailErrors.InvalidParameter,
            $"-{parameter}: {WireText.Excerpt(text)} is none of {string.Join(", ", Mechanisms.Select(known => known.Text))}.");

    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) => Mechanisms;
}
