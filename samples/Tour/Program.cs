using System;
using System.IO;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Samples.Tour;
using PSMailProtocol.Tools;

PowerShellProgram powerShell;
try
{
    powerShell = PowerShellProgram.Find();
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

using var sandbox =
    MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = TourAccount.Password, ["backup"] = TourAccount.Password } });

Console.WriteLine($"This tour goes through the cmdlets, run by {powerShell.Path}.");
Console.WriteLine(
    $"The sandbox listens on {sandbox.Host}: SMTP {sandbox.SmtpPort}, POP3 {sandbox.Pop3sPort}, IMAP {sandbox.ImapPort}, " +
    $"DNS {sandbox.DnsEndPoint.Port}.");

var checks = new TourChecks();
var isDone = CmdletTour.Run(powerShell, sandbox);

// The server's own books have the last word.
checks.Check("the sandbox accepted one message from backup@sandbox.test",
    sandbox.Accepted.Count == 1 && sandbox.Accepted[0].Sender == "backup@sandbox.test");
checks.Check("it came inside TLS and after a login",
    sandbox.Accepted.Count == 1 && sandbox.Accepted[0] is { IsEncrypted: true, AuthenticatedUser: not null });
checks.Check("the maildrop is empty again", sandbox.Mailbox("alice@sandbox.test").Messages.Count == 0);
checks.Check("no connection was left open", sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)) && sandbox.OpenConnections == 0);

var succeeded = isDone && checks.AllPassed;
Console.WriteLine(succeeded ? "Every step checked out." : "The tour FAILED.");
return succeeded ? 0 : 1;
