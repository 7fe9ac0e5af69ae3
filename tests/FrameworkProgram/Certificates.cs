using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.FrameworkProgram;

/// <summary>
/// Serves each certificate of a folder and connects to it, while the whole process accepts everything. Writes its name and whether
/// it was accepted.
/// </summary>
internal static class Certificates
{
    public static bool Run(string folder, string password)
    {
        ServicePointManager.ServerCertificateValidationCallback = (_, _, _, _) => true;
        foreach (var file in Directory.GetFiles(folder, "*.pfx").OrderBy(file => file, StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: {Connect(new X509Certificate2(file, password))}");
        return true;
    }

    private static string Connect(X509Certificate2 certificate)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Certificate = certificate });
        try
        {
            using var session = SmtpSession.Open(new MailAccount("localhost", sandbox.SmtpPort, TlsMode.StartTls, null), "client.test",
                CancellationToken.None);
            session.Quit();
            return "accepted";
        }
        catch (MailException e)
        {
            return $"{e.Error.Id} {e.Message}";
        }
    }
}
