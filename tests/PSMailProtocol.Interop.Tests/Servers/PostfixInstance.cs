using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A Postfix with folders of its own, so that several run beside each other.</summary>
public sealed class PostfixInstance : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string[] QueueFolders = ["incoming", "active", "deferred"];
    private readonly ServerProcess _process;
    private readonly string _queue;
    private readonly string _configurationFolder;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="parameters">Lines of <c>main.cf</c>.</param>
    /// <param name="listeners">Where it takes mail, and the options of each in <c>master.cf</c>.</param>
    public PostfixInstance(TemporaryFolder folder, string parameters, Dictionary<IPEndPoint, string> listeners)
    {
        _configurationFolder = folder["postfix"];
        _queue = folder["queue"];
        Directory.CreateDirectory(_configurationFolder);
        Directory.CreateDirectory(_queue);
        Directory.CreateDirectory(folder["postfix-data"]);
        Run("chown", "postfix", folder["postfix-data"]);
        folder.Write("postfix/main.cf", MainConfiguration(folder) + parameters);
        var services = string.Concat(listeners.Select(listener => $"{listener.Key} inet n - n - - smtpd {listener.Value}\n")) + Services;
        folder.Write("postfix/master.cf", services);

        _process = ServerProcess.Start("postfix", ["-c", _configurationFolder, "start-fg"]);
        try
        {
            foreach (var listener in listeners.Keys)
                _process.WaitForPort(listener, Patience);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waits until all that it took is delivered.</summary>
    /// <remarks>Mail goes from one of these folders to the next, so that none is overlooked in this order.</remarks>
    public void WaitUntilDelivered() => _process.WaitUntil(
        () => !QueueFolders.Any(name => Directory.EnumerateFiles(Path.Combine(_queue, name), "*", SearchOption.AllDirectories).Any()),
        "still has mail in its queue",
        Patience);

    public void Dispose()
    {
        // The master has left the group of the process that started it, so it is told to stop by its own command.
        Run(ServerPrograms.Locate("postfix"), "-c", _configurationFolder, "abort");
        _process.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static string MainConfiguration(TemporaryFolder folder) => $"""
        compatibility_level = 3.6
        queue_directory = {folder["queue"]}
        data_directory = {folder["postfix-data"]}
        daemon_directory = /usr/lib/postfix/sbin
        command_directory = /usr/sbin
        maillog_file = {folder["postfix.log"]}
        maillog_file_prefixes = {folder.Path}
        myhostname = mail.{PostfixServer.Domain}
        mydestination =
        alias_maps =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        virtual_minimum_uid = 1
        virtual_uid_maps = static:{DovecotServer.MailUser}
        virtual_gid_maps = static:{DovecotServer.MailUser}

        """;

    private const string Services = """
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        local unix - n n - - local
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
