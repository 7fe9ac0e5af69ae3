using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Fuzz;

/// <summary>What has to hold of a message, whatever its octets are.</summary>
internal static class FuzzMessages
{
    private static readonly char[] LineEnds = ['\r', '\n', '\0'];

    /// <summary>Asks for everything there is.</summary>
    public static void ReadAll(byte[] input)
    {
        var message = Read(input);
        _ = (message.Date, message.MessageId, message.InReplyTo, message.References.Count, message.TextBody, message.HtmlBody);
        RequireOneLine(message.Subject, "the subject");
        var senders = message.Sender is null ? [] : new[] { message.Sender };
        var lists = new[] { message.From, message.To, message.Cc, message.Bcc, message.ReplyTo, senders };
        foreach (var mailbox in lists.SelectMany(list => list))
        {
            RequireOneLine(mailbox.DisplayName, "a name");
            FuzzTargets.Require(!mailbox.Address.Any(char.IsControl), "an address has a control in it");
        }

        foreach (var station in message.Received)
            _ = (station.From, station.By, station.For, station.Date);
        foreach (var status in message.DeliveryStatus)
            _ = (status.FinalRecipient, status.Action, status.Status, status.DiagnosticCode, status.ReportingMta, status.OriginalMessageId);
        _ = message.DispositionNotification?.Disposition;
        foreach (var attachment in message.Attachments)
        {
            RequireOneLine(attachment.FileName, "a file name");
            FuzzTargets.Require(attachment.ToArray().Length == attachment.Size, "an attachment's size is not that of its content");
        }

        foreach (var defect in message.Defects)
            FuzzTargets.Require(defect.Offset >= 0 && defect.Offset <= input.Length, "a defect lies outside the message");
    }

    /// <summary>Checks that no octet is lost and that the header is the same read alone.</summary>
    public static void Check(byte[] input)
    {
        CheckFields(input);
        var structure = MessageStructure.Read(() => new MemoryStream(input, writable: false), MailLimits.Default);
        CheckRanges(structure.Parts, input.Length);
        CheckLeaves(structure.Parts, Read(input));
    }

    private static void CheckFields(byte[] input)
    {
        var whole = Read(input);
        _ = whole.Attachments;
        var alone = MailMessage.ReadHeader(RawMail.FromBytes(input));
        FuzzTargets.Require(whole.Headers.Count == alone.Headers.Count, "the header alone has more or less fields");
        var end = 0L;
        foreach (var (field, same) in whole.Headers.Zip(alone.Headers))
        {
            FuzzTargets.Require(
                (field.Name, field.Offset, field.Length, field.Value) == (same.Name, same.Offset, same.Length, same.Value),
                "the header alone has another field");
            FuzzTargets.Require(field.Offset >= end && field.Offset + field.Length <= input.Length, "a field lies elsewhere");
            var octets = input.AsSpan((int)field.Offset, field.Length);
            FuzzTargets.Require(octets.SequenceEqual(field.GetRawBytes()), "a field has other octets");
            RequireOneLine(field.Value, "a field");
            end = field.Offset + field.Length;
        }
    }

    // Parts that have a content lie in their parents, one after the other.
    private static void CheckRanges(List<MailPart> parts, long length)
    {
        foreach (var part in parts.Where(part => part.Start < part.End))
        {
            FuzzTargets.Require(part.Begin <= part.Start && part.End <= length, "a part lies outside the message");
            var position = part.Start;
            foreach (var child in part.Children.Where(child => child.Start < child.End))
            {
                FuzzTargets.Require(child.Begin >= position && child.End <= part.End, "a part lies outside its multipart or in another");
                position = child.End;
            }
        }
    }

    // Every leaf is shown or attached.
    private static void CheckLeaves(List<MailPart> parts, MailMessage message)
    {
        var attached = message.Attachments.Select(attachment => Encoding.Latin1.GetString(attachment.ToArray())).ToHashSet();
        var shown = message.TextBody + "\n" + message.HtmlBody;
        foreach (var part in parts)
        {
            if (part.Children.Count > 0 || TnefContent.IsTnef(part) || (part.IsMultipart && part.IsBlank()))
                continue;

            var content = Encoding.Latin1.GetString(part.ToArray());
            var isFound = content.Length == 0 || attached.Contains(content) || shown.Contains(part.ReadText(), StringComparison.Ordinal);
            FuzzTargets.Require(isFound, "a part that begins at " + part.Begin + " is lost");
        }
    }

    private static void RequireOneLine(string text, string what) =>
        FuzzTargets.Require(text.IndexOfAny(LineEnds) < 0, what + " has a line end in it");

    private static MailMessage Read(byte[] input) => MailMessage.Read(RawMail.FromBytes(input));
}
