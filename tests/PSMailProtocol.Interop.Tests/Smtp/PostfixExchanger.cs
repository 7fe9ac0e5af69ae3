using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using PSMailProtocol.Interop.Tests.Servers;

namespace PSMailProtocol.Interop.Tests.Smtp;

/// <summary>A Postfix that takes mail for every domain into one Maildir, where the test sees who has what.</summary>
public sealed class PostfixExchanger : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostfixInstance _instance;

    /// <summary>Starts it.</summary>
    /// <param name="listeners">Where it takes mail, and how it behaves there: options of <c>master.cf</c>.</param>
    public PostfixExchanger(Dictionary<IPEndPoint, string> listeners)
    {
        Directory.CreateDirectory(_folder["mail"]);
        CourierServer.Give(_folder["mail"]);
        _instance = new PostfixInstance(
            _folder,
            $"""
            virtual_mailbox_domains = static:all
            virtual_mailbox_base = {_folder.Path}
            virtual_mailbox_maps = static:mail/
            smtpd_relay_restrictions = reject_unauth_destination
            smtpd_error_sleep_time = 0
            in_flow_delay = 0

            """,
            listeners);
    }

    /// <summary>Everybody who has a message, as <c>subject: recipient</c>, once all that was taken is delivered.</summary>
    public ILookup<string, string> Delivered()
    {
        _instance.WaitUntilDelivered();
        var inbox = _folder["mail/new"];
        return (Directory.Exists(inbox) ? Directory.EnumerateFiles(inbox) : []).Select(File.ReadAllLines)
            .ToLookup(message => Field(message, "Subject: "), message => Field(message, "Delivered-To: "));
    }

    public void Dispose()
    {
        _instance.Dispose();
        _folder.Dispose();
    }

    private static string Field(string[] message, string name) =>
        message.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
