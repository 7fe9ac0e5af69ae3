using System.Collections.Generic;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A Sendmail. The program of that name in the path is often another server's.</summary>
public sealed class SendmailServer : QueueingServer
{
    /// <summary>
    /// It waits for a minute if the name of the machine has no domain, so that it gets a name of its own where the system lets
    /// it have one.
    /// </summary>
    private const string WithName = """
        if unshare --uts true 2>/dev/null; then exec unshare --uts sh -c 'hostname mail.interop.test; exec "$0" "$@"' "$0" "$@"; fi
        exec "$0" "$@"
        """;

    private readonly string _queue;

    public SendmailServer(TemporaryFolder folder)
    {
        _queue = folder["mqueue"];
        Directory.CreateDirectory(_queue);
        Start("sh", "-c", WithName, ServerPrograms.Locate("sendmail/sendmail"), "-C",
            folder.Write("sendmail.cf", Configuration(folder)), "-bD");
    }

    protected override IEnumerable<string> MessageFiles() => Directory.EnumerateFiles(_queue, "qf*");

    private string Configuration(TemporaryFolder folder) => $"""
        V10/Berkeley
        DnMAILER-DAEMON
        Djmail.interop.test
        DZ8
        Cwlocalhost
        O QueueDirectory={_queue}
        O PidFile={folder["sendmail.pid"]}
        O DeliveryMode=queueonly
        O DaemonPortOptions=Port={Port}, Addr=127.0.0.1, Name=MTA
        O DefaultUser=0:0
        O DontBlameSendmail=GroupWritableDirPathSafe
        O Timeout.ident=0
        O RefuseLA=10000
        O QueueLA=10000
        O MaxMessageSize=20000000
        O SuperSafe=True
        Troot
        H?D?Date: $a
        HReceived: from $s by $j; $b
        S3
        S0
        R$*{"\t"}$#esmtp $@ [127.0.0.1] $: $1
        S4
        Mlocal, P=/bin/false, F=lsDFMn, S=4, R=4, T=DNS/RFC822/X-Unix, A=false
        Mprog, P=/bin/false, F=lsDFMn, S=4, R=4, T=X-Unix/X-Unix/X-Unix, A=false
        Mesmtp, P=[IPC], F=mDFMuXa, S=4, R=4, E=\r\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h

        """;
}
