using System;
using System.Collections.Generic;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>
/// An OpenSMTPD with its own limits. Its queue and its socket are where it was built to have them, so there is one at a
/// time, and none beside one that the machine has for its own mail.
/// </summary>
public sealed class OpenSmtpdServer : QueueingServer
{
    private const string Spool = "/var/spool/smtpd";
    private const string EmptyFolder = "/var/lib/opensmtpd/empty";
    private const string Marker = Spool + "/of-a-test";

    public OpenSmtpdServer(TemporaryFolder folder)
    {
        Clear();
        if (Directory.Exists(Spool))
            throw new InvalidOperationException($"{Spool} belongs to an OpenSMTPD of this machine.");
        Directory.CreateDirectory(EmptyFolder);
        Start("smtpd", "-d", "-f", folder.Write("smtpd.conf", Configuration()));
        File.WriteAllText(Marker, "");
    }

    protected override IEnumerable<string> MessageFiles() =>
        Directory.EnumerateFiles(Spool + "/queue", "message", SearchOption.AllDirectories);

    /// <summary>What is marked as a test's goes, also what one that was ended left behind.</summary>
    protected override void Clear()
    {
        if (File.Exists(Marker))
            Directory.Delete(Spool, recursive: true);
    }

    // Nobody listens where it sends to, so everything stays in the queue.
    private string Configuration() => $"""
        listen on 127.0.0.1 port {Port} hostname mail.interop.test
        action "keep" relay host smtp://127.0.0.1:{ServerProcess.FindFreePort()}
        match from any for any action "keep"

        """;
}
