using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol;
using PSMailProtocol.Net;
using PSMailProtocol.Samples.SandboxProgram;
using PSMailProtocol.Sandbox;

Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

SandboxArguments arguments;
try
{
    arguments = SandboxArguments.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message} See --help.");
    return 2;
}

if (arguments.ShowHelp)
{
    Console.WriteLine(SandboxArguments.Usage);
    return 0;
}

using var ended = new ManualResetEventSlim();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

try
{
    using var sandbox = MailSandbox.Start(arguments.ToOptions(new TextTranscript(Console.WriteLine)));
    arguments.Faults.ForEach(sandbox.Faults.Add);
    arguments.Records.ForEach(record => sandbox.Zone.Add(record.Name, record.Type, record.Data));
    arguments.Policies.ForEach(policy => sandbox.SetPolicy(policy.Domain, policy.Text));
    Console.WriteLine($"""
        Sandbox on {sandbox.Host}, its certificate has the SHA-256 fingerprint {sandbox.PinnedCertificate}
          SMTP {sandbox.SmtpPort} (inside TLS {sandbox.SmtpsPort})
          POP3 {sandbox.Pop3Port} (inside TLS {sandbox.Pop3sPort})
          IMAP {sandbox.ImapPort} (inside TLS {sandbox.ImapsPort})
          DNS  {sandbox.DnsEndPoint.Port}
        """);
    if (sandbox.PolicyEndPoint is { } policies)
        Console.WriteLine($"  MTA-STS {policies.Port}");
    if (sandbox.WebAddress is { } page)
        Console.WriteLine($"  Page {page}");
    Console.WriteLine("Ctrl+C ends it.");
    if (arguments.UntilEndOfInput)
        _ = Task.Run(WaitForEndOfInput);
    ended.Wait();
    Console.WriteLine($"{sandbox.Accepted.Count} messages were accepted over {sandbox.ConnectionsAccepted} connections.");
    foreach (var failure in sandbox.InternalFailures)
        Console.Error.WriteLine($"The sandbox itself failed: {failure}");
    return sandbox.InternalFailures.Any() ? 1 : 0;
}
catch (MailException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Set();
}

void WaitForEndOfInput()
{
    while (Console.In.ReadLine() is not null)
    {
    }

    ended.Set();
}
