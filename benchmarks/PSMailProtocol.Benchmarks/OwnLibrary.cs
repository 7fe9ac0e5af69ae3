using System.IO;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Benchmarks;

/// <summary>This project.</summary>
internal sealed class OwnLibrary : IMailLibrary
{
    public string Name => "PSMailProtocol";

    public void ComposeAttachment(byte[] content, Stream destination)
    {
        MailDraft draft = NewDraft("Report", "See the attachment.\r\n");
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "report.pdf"));
        draft.Compose().WriteTo(destination);
    }

    public void ComposeText(string subject, string text, Stream destination) =>
        NewDraft(subject, text).Compose().WriteTo(destination);

    private static MailDraft NewDraft(string subject, string text)
    {
        var draft = new MailDraft
        {
            From = new MailboxAddress("Alice Example", "alice", "example.com"),
            Subject = subject,
            TextBody = text,
        };
        draft.To.Add(new MailboxAddress("Bob Example", "bob", "example.org"));
        return draft;
    }
}
