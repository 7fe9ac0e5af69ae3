using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>An Exim.</summary>
public sealed class EximServer : QueueingServer
{
    private readonly string _spool;

    public EximServer(TemporaryFolder folder)
    {
        _spool = folder["exim"];
        Directory.CreateDirectory(_spool);
        using (var owner = Process.Start("chown", ["Debian-exim", _spool]))
            owner.WaitForExit();
        Start("exim4", "-C", folder.Write("exim.conf", Configuration()), "-bdf");
    }

    protected override IEnumerable<string> MessageFiles() => Directory.EnumerateFiles(Path.Combine(_spool, "input"), "*-H");

    private string Configuration() => $"""
        spool_directory = {_spool}
        log_file_path = {_spool}/%slog
        pid_file_path = {_spool}/pid
        exim_path = {ServerPrograms.Locate("exim4")}
        primary_hostname = mail.interop.test
        keep_environment =
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = {Port}
        tls_advertise_hosts =
        acl_smtp_rcpt = everybody
        queue_only
        begin acl
        everybody:
          accept

        """;
}
