using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>Where a server of this run is, and who may log in.</summary>
/// <param name="Server">The server.</param>
/// <param name="ImapPort">The port in clear, perhaps with STARTTLS.</param>
/// <param name="ImapsPort">The port inside TLS.</param>
/// <param name="MailFolder">Where its messages are, each in a file of its own.</param>
public sealed record ImapEndpoint(IDisposable Server, int ImapPort, int ImapsPort, string MailFolder);

/// <summary>
/// A server with the sample messages in a mailbox whose name is not ASCII. It is started when the first test asks, so that a machine
/// without it skips its tests in peace, and shared by a class of tests.
/// </summary>
public abstract class SampleServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ImapEndpoint> _endpoint;
    private readonly Lazy<IReadOnlyList<long>> _uids;

    protected SampleServer()
    {
        _endpoint = new(() => Start(_folder, new ServerCertificate(_folder)));
        _uids = new(() => Fill(EncodedMailbox));
    }

    /// <summary>Where it is.</summary>
    public ImapEndpoint Endpoint => _endpoint.Value;

    /// <summary>The name of the mailbox.</summary>
    public string Mailbox => Uids.Count > 0 ? string.Join(Delimiter, [.. Root, "\u00dcberfl\u00fcssig", "\u00dcml\u00e4ute"]) : "";

    /// <summary>The UIDs of the sample messages in it.</summary>
    public IReadOnlyList<long> Uids => _uids.Value;

    /// <summary>What is put in.</summary>
    public virtual IReadOnlyList<SampleMessage> Messages => SampleMessage.All;

    /// <summary>What the server tells of its parts.</summary>
    public virtual IReadOnlyList<string> StructureOf(SampleMessage sample) => sample.Structure;

    /// <summary>How a client logs in.</summary>
    public virtual MailAuthentication Authentication => MailAuthentication.Auto;

    /// <summary>What stands between the levels of a name.</summary>
    public virtual char Delimiter => '/';

    /// <summary>The names above all mailboxes that can be made.</summary>
    public virtual IReadOnlyList<string> Root => [];

    /// <summary>Whether messages can have keywords.</summary>
    public virtual bool HasKeywords => true;

    /// <summary>Whether the time of arrival is what APPEND gives, and not what the Date field says.</summary>
    public virtual bool KeepsArrival => true;

    /// <summary>Whether an envelope says which group an address is of.</summary>
    public virtual bool HasGroups => true;

    /// <summary>Whether an envelope has an author whose name has not been encoded.</summary>
    public virtual bool ReadsEightBitAuthors => true;

    /// <summary>Whether a search finds what is in a body in ISO 8859-1.</summary>
    public virtual bool FindsLatinBodies => true;

    /// <summary>Whether a search finds what is in a header without having been encoded.</summary>
    public virtual bool FindsEightBitHeaders => true;

    public virtual string UserName => "alice";

    public virtual string Password => "interop";

    private string EncodedMailbox => string.Join(Delimiter, [.. Root, "&ANw-berfl&APw-ssig", "&ANw-ml&AOQ-ute"]);

    /// <summary>Another mailbox with the same messages.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <returns>The full name and the UIDs.</returns>
    public (string Mailbox, IReadOnlyList<long> Uids) FillAnother(string name)
    {
        var mailbox = string.Join(Delimiter, [.. Root, name]);
        return (mailbox, Fill(mailbox));
    }

    /// <summary>A connection that changes things behind a session's back.</summary>
    public ImapFiller Connect() => new(_endpoint.Value.ImapPort, UserName, Password);

    public ImapSession Open(TlsMode tls) => ImapSession.Open(
        new MailAccount("localhost", tls == TlsMode.Implicit ? _endpoint.Value.ImapsPort : _endpoint.Value.ImapPort, tls,
            new NetworkCredential(UserName, Password))
        {
            Authentication = Authentication,
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        },
        CancellationToken.None);

    /// <summary>Another mailbox, of tiny messages with odd UIDs alone. It is written by hand, beside the server.</summary>
    /// <returns>The full name and the UIDs.</returns>
    public (string Mailbox, IReadOnlyList<long> Uids) MakeSparse(int count)
    {
        List<long> uids = [.. Enumerable.Range(0, count).Select(n => 2L * n + 1)];
        var folder = Path.Combine(_endpoint.Value.MailFolder, SparseFolder);
        foreach (var name in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var uid in uids)
            File.WriteAllText(Path.Combine(folder, "cur", $"{1_700_000_000 + uid}.M{uid}.host:2,"), $"Subject: Sparse {uid}\n\n{uid}\n");
        var (list, first, line) = SparseList(2 * count + 1);
        File.WriteAllLines(Path.Combine(folder, list), uids.Select(uid => line(uid, $"{1_700_000_000 + uid}.M{uid}.host")).Prepend(first));
        CourierServer.Give(folder);
        return (string.Join(Delimiter, [.. Root, "Sparse"]), uids);
    }

    /// <summary>The file of a message in a mailbox that <see cref="FillAnother"/> made.</summary>
    public string FileOf(string name, SampleMessage message) => Directory
        .EnumerateFiles(_endpoint.Value.MailFolder, "*", SearchOption.AllDirectories)
        .Where(file => file.Contains(name, StringComparison.Ordinal) && new FileInfo(file).Length < 2_000_000)
        .Single(file => File.ReadAllText(file).Contains($"Message-ID: {message.MessageId}", StringComparison.Ordinal));

    public void Dispose()
    {
        if (_endpoint.IsValueCreated)
            _endpoint.Value.Server.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The folder of that mailbox, beneath that of the mail.</summary>
    protected virtual string SparseFolder => ".Sparse";

    /// <summary>The list of UIDs that the server keeps in it: the file's name, the first line and the others.</summary>
    protected virtual (string Name, string First, Func<long, string, string> Line) SparseList(long next) =>
        throw new NotSupportedException();

    protected abstract ImapEndpoint Start(TemporaryFolder folder, ServerCertificate certificate);

    private IReadOnlyList<long> Fill(string mailbox)
    {
        using var filler = Connect();
        return filler.Fill(mailbox, Messages, HasKeywords);
    }
}
