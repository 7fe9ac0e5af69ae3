using System;
using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>The list of commands is that of the servers, so that a rule for one of them can apply.</summary>
public class SandboxCommandsTests
{
    [Theory]
    [InlineData(SandboxProtocol.Smtp)]
    [InlineData(SandboxProtocol.Pop3)]
    [InlineData(SandboxProtocol.Imap)]
    public void EachCommandIsOneThatTheServerKnows(SandboxProtocol protocol)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "secret" }, OfferApop = true });
        Assert.All(SandboxCommands.Of(protocol), verb => Assert.True(Knows(sandbox, protocol, verb), verb));
        Assert.False(Knows(sandbox, protocol, "XNONE"));
    }

    private static bool Knows(MailSandbox sandbox, SandboxProtocol protocol, string verb)
    {
        var port = protocol switch
        {
            SandboxProtocol.Smtp => sandbox.SmtpPort,
            SandboxProtocol.Pop3 => sandbox.Pop3Port,
            _ => sandbox.ImapPort,
        };
        using var client = RawDialogue.Open(sandbox, port);
        var answer = protocol == SandboxProtocol.Imap ? client.AskImap(verb)[^1] : client.Ask(verb);
        return !new[] { "500 5.5.2", "-ERR Unknown command", "BAD Command unknown" }
            .Any(unknown => answer.Contains(unknown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("smtp RCTP 550 No")]
    [InlineData("smtp RETR drop")]
    [InlineData("pop3 . drop")]
    [InlineData("pop3 RCPT stall")]
    [InlineData("imap UID SELECT {tag} NO No")]
    public void ARuleThatCanNeverApplyIsRefused(string text) =>
        Assert.Contains("names no command of", Assert.Throws<FormatException>(() => SandboxFault.Parse(text)).Message);

    [Theory]
    [InlineData("smtp . 554 No")]
    [InlineData("smtp rcpt 550 No")]
    [InlineData("pop3 greeting -ERR No")]
    [InlineData("imap uid fetch drop")]
    [InlineData("imap * withhold IDLE")]
    public void ARuleThatCanApplyIsTaken(string text) => Assert.NotNull(SandboxFault.Parse(text));
}
