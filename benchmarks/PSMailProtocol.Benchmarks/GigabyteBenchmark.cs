using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// The memory that a received message of 1 GB takes: taken in, its attachment saved, and sent on to Postfix's <c>smtp-sink</c>.
/// </summary>
internal static class GigabyteBenchmark
{
    public const string Name = "gigabyte";

    // In base64 with its line ends that is 1 GiB.
    private const long AttachmentSize = (1L << 30) / 78 * 57;

    public static void Run()
    {
        using SmtpSink? sink = SmtpSink.Postfix();
        if (sink is null)
        {
            Console.WriteLine($"{Name}: smtp-sink is not installed.");
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("PSMailProtocol-benchmark-");
        try
        {
            string received = Path.Combine(folder.FullName, "received.eml");
            Compose(Path.Combine(folder.FullName, "attachment.bin"), received);
            GC.Collect();
            using var memory = new PeakMemory();
            RawMail mail;
            using (FileStream stream = File.OpenRead(received))
                mail = RawMail.FromStream(stream);
            MailAttachment attachment = MailMessage.Read(mail).Attachments.Single();
            string saved = Path.Combine(folder.FullName, "saved.bin");
            using (FileStream file = File.Create(saved))
            using (Stream content = attachment.OpenRead())
                content.CopyTo(file);
            if (new FileInfo(saved).Length != AttachmentSize)
                throw new InvalidOperationException("The attachment was not saved as it is.");
            Send(sink, RawMessage.FromWriter(mail.WriteTo, MailFields.Read));
            Console.WriteLine(
                $"{Name}: a message of {mail.Length / 1e9:N2} GB taken in, its attachment saved, and sent on: {memory.Rise / 1e6:N1} MB " +
                "of memory");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compose(string attachment, string message)
    {
        using (FileStream file = File.Create(attachment))
            file.SetLength(AttachmentSize);
        var draft = new MailDraft { From = new MailboxAddress("", "a", "x.test"), Subject = "Large", TextBody = "See the attachment.\r\n" };
        draft.To.Add(new MailboxAddress("", "b", "y.test"));
        draft.Attachments.Add(DraftAttachment.FromFile(attachment));
        using FileStream written = File.Create(message);
        draft.Compose().WriteTo(written);
    }

    private static void Send(SmtpSink sink, RawMessage message)
    {
        SmtpDeliveryStatus? status = null;
        var options = new SmtpMailerOptions { ClientName = "client.test" };
        using var mailer = new SmtpMailer(new MailAccount("127.0.0.1", sink.Port, TlsMode.None, null), options,
            delivery => status = delivery.Status);
        mailer.Submit(new SmtpSubmission(new SmtpEnvelope(message.Originator, message.Recipients), message));
        mailer.Finish();
        mailer.Quit();
        if (status != SmtpDeliveryStatus.Accepted)
            throw new InvalidOperationException("The message was not accepted.");
    }

    /// <summary>Looks at the process's memory many times a second.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly Process _process = Process.GetCurrentProcess();
        private readonly Timer _timer;
        private readonly long _before;
        private long _peak;

        public PeakMemory()
        {
            _before = _peak = _process.WorkingSet64;
            _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        }

        public long Rise
        {
            get
            {
                Look();
                return _peak - _before;
            }
        }

        public void Dispose()
        {
            _timer.Dispose();
            _process.Dispose();
        }

        private void Look()
        {
            lock (_process)
            {
                _process.Refresh();
                _peak = Math.Max(_peak, _process.WorkingSet64);
            }
        }
    }
}
