using System;
using System.Collections;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PSMailProtocol.Benchmarks;

/// <summary>MailKit's clients, from an assembly that somebody names, bound late: a call costs nanoseconds more and a message tens of microseconds.</summary>
internal sealed class MailKitClients
{
    private readonly Assembly _mailKit;
    private readonly Assembly _mimeKit;

    /// <param name="path">MailKitLite.dll, with MimeKitLite.dll in the same folder.</param>
    public MailKitClients(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _mimeKit = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, "MimeKitLite.dll"));
        _mailKit = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
    }

    private object NoTls => Enum.ToObject(_mailKit.GetType("MailKit.Security.SecureSocketOptions", throwOnError: true)!, 0);

    /// <summary>Reads and parses every message of a maildrop; returns how many there were.</summary>
    /// <param name="port">The port on this machine.</param>
    /// <param name="user">Whose maildrop.</param>
    /// <param name="text">Whether to decode the text of each message as well.</param>
    /// <param name="begin">Called when the session is open, as the measured part begins.</param>
    public int ReadMaildrop(int port, string user, bool text, Action begin)
    {
        dynamic client = Create(_mailKit, "MailKit.Net.Pop3.Pop3Client");
        client.Connect("127.0.0.1", port, (dynamic)NoTls);
        client.Authenticate(user, "x");
        begin();
        int read = 0;
        foreach (dynamic message in (IEnumerable)client.GetMessages(0, (int)client.Count))
            read += ((string)message.Subject).Length > 0 && (int)message.From.Count > 0 && (DateTimeOffset)message.Date != default && (!text || (string)message.TextBody is not null) ? 1 : 0;
        return read;
    }

    /// <summary>Sends so many new messages with one text over one connection.</summary>
    public void Send(int port, int count, string text)
    {
        dynamic client = Create(_mailKit, "MailKit.Net.Smtp.SmtpClient");
        client.Connect("127.0.0.1", port, (dynamic)NoTls);
        for (int i = 0; i < count; i++)
            client.Send(Message(text));
        client.Disconnect(true);
    }

    private dynamic Message(string text)
    {
        dynamic message = Create(_mimeKit, "MimeKit.MimeMessage");
        message.From.Add((dynamic)Create(_mimeKit, "MimeKit.MailboxAddress", "Alice Example", "alice@example.com"));
        message.To.Add((dynamic)Create(_mimeKit, "MimeKit.MailboxAddress", "Bob Example", "bob@example.org"));
        message.Subject = "Status of the nightly job";
        dynamic body = Create(_mimeKit, "MimeKit.TextPart", "plain");
        body.Text = text;
        message.Body = body;
        return message;
    }

    private static object Create(Assembly assembly, string type, params object[] arguments) =>
        Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!, arguments)!;
}
