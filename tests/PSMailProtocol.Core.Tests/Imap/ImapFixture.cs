using System;
using System.IO;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Sessions over peers, and what comes of what is done with them.</summary>
internal static class ImapFixture
{
    /// <summary>A session over a peer, of which nothing is read yet.</summary>
    public static ImapSession Over(
        Stream peer, MailConnectionLimits? limits = null, ImapLimits? imapLimits = null, ITranscript? transcript = null,
        Func<FileStream>? createFile = null, Func<ImapSession>? reopen = null) =>
        new(new MailConnection(peer, new MailConnectionOptions { Limits = limits ?? new MailConnectionLimits(), Transcript = transcript },
            "mail.test"), imapLimits, createFile, reopen);

    /// <summary>An account on the server, whose password goes in clear if it has to.</summary>
    public static MailAccount Account(TlsMode tls = TlsMode.None, string password = "secret") =>
        new("mail.test", 143, tls, new NetworkCredential("user", password)) { AllowUnencryptedAuthentication = true };

    /// <summary>The result, or the name of the failure.</summary>
    public static string OutcomeOf(Func<string> run)
    {
        try
        {
            return run();
        }
        catch (MailException e)
        {
            Assert(e);
            return e.Error.Id;
        }
    }

    /// <summary>UID and text of a message, or UID and failure.</summary>
    public static string Show(ImapFetchedMessage message) =>
        message.Failure is { } failure ? $"{message.Uid}!{failure.Error.Id}"
            : $"{message.Uid}:{(message.Mail is { } mail ? Messages.MailText.Text(mail).TrimEnd() : message.Envelope?.Subject)}";

    private static void Assert(MailException e)
    {
        Xunit.Assert.Contains(e.Error, MailErrors.All);
        Xunit.Assert.DoesNotContain(e.Message, char.IsControl);
    }
}
