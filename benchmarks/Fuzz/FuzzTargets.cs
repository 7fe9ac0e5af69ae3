using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Fuzz;

/// <summary>What is fuzzed, and what has to hold whatever the input is.</summary>
internal static class FuzzTargets
{
    // An object for every few octets is proportional; an object for every pair of octets is not.
    private const long FixedAllocation = 256 * 1024;
    private const long AllocationPerOctet = 500;

    public static readonly string[] Names = ["message", "addresses", "date", "text", "parameters"];

    /// <summary>The input of a number.</summary>
    public static byte[] CreateInput(ulong seed, long number, out int target)
    {
        var random = new FuzzRandom(seed + ((ulong)number * 0xD1342543DE82EF95));
        target = Math.Max(0, random.Next(9) - 4);
        var seeds = target switch
        {
            1 => FuzzSeeds.Addresses,
            2 => FuzzSeeds.Dates,
            3 => FuzzSeeds.Texts,
            4 => FuzzSeeds.Parameters,
            _ => FuzzSeeds.Messages,
        };
        return FuzzInput.Create(seeds, ref random);
    }

    /// <summary>Runs an input; an exception is a finding.</summary>
    public static void Run(int target, byte[] input, bool inWindow)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        switch (target)
        {
            case 1:
                foreach (var address in AddressListParser.Read(input, 0, input.Length, DecodingContext.None))
                {
                    Require(!address.Address.Any(char.IsControl), "an address has a control in it");
                    Require(address.ToString().IndexOfAny(['\r', '\n', '\0']) < 0, "a name has a line end in it");
                }

                break;
            case 2:
                _ = MailDateParser.Read(input, 0, input.Length, out _);
                break;
            case 3:
                Require(HeaderText.Decode(input, 0, input.Length, DecodingContext.None).IndexOfAny(['\r', '\n', '\0']) < 0, "header text has a line end in it");
                break;
            case 4:
                _ = ContentType.Read(input, 0, input.Length, DecodingContext.None).AllParameters.Count;
                _ = ContentDisposition.Read(input, 0, input.Length, DecodingContext.None).FileName;
                break;
            default:
                ReadMessage(input);
                break;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated <= FixedAllocation + (AllocationPerOctet * input.Length), "allocates " + allocated + " for " + input.Length + " octets");
        if (target == 0 && inWindow)
        {
            CompareToWindow(input);
        }
    }

    private static void ReadMessage(byte[] input)
    {
        var message = MimeMessage.Parse(input);
        foreach (var field in message.Headers)
        {
            _ = field.Name;
            _ = field.Value;
        }

        _ = (message.From.Count, message.To.Count, message.Cc.Count, message.Bcc.Count, message.ReplyTo.Count, message.Sender?.Address);
        _ = (message.Subject, message.Date, message.MessageId, message.InReplyTo, message.References.Count, message.TextBody, message.HtmlBody, message.GetTextBody(true));
        foreach (var station in message.Received)
        {
            _ = (station.From, station.By, station.For, station.Date);
        }

        ReadReports(message);
        foreach (var attachment in message.Attachments)
        {
            _ = (attachment.FileName, attachment.ContentType, attachment.ContentId, attachment.IsInline, attachment.Message?.Subject);
            Require(attachment.ToArray().Length == attachment.Size, "an attachment's size is not that of its content");
        }

        foreach (var defect in message.Defects)
        {
            Require(defect.Offset >= 0 && defect.Offset <= input.Length, "a defect lies outside the message");
        }

        CheckParts(message, input);
        using var written = new MemoryStream(input.Length);
        message.WriteTo(written);
        Require(written.ToArray().AsSpan().SequenceEqual(input), "the raw message is not what came in");
    }

    private static void ReadReports(MimeMessage message)
    {
        if (message.DeliveryStatus is { } status)
        {
            _ = (status.ReportingMta, status.ArrivalDate, status.OriginalMessageId, status.OriginalSubject);
            foreach (var recipient in status.Recipients)
            {
                _ = (recipient.OriginalRecipient, recipient.FinalRecipient, recipient.Action, recipient.Status, recipient.DiagnosticCode, recipient.LastAttemptDate);
            }
        }

        if (message.DispositionNotification is { } receipt)
        {
            _ = (receipt.FinalRecipient, receipt.Disposition, receipt.Modifier, receipt.OriginalMessageId);
        }
    }

    // Parts lie in their parents, one after the other, and every leaf is shown or attached.
    private static void CheckParts(MimeMessage message, byte[] input)
    {
        foreach (var part in message.Body.Tree.Parts)
        {
            Require(part.Offset <= part.BodyOffset && part.BodyLength >= 0 && part.BodyOffset + part.BodyLength <= input.Length, "a part lies outside the message");
            var position = part.BodyOffset;
            foreach (var child in part.Children)
            {
                Require(child.Offset >= position, "parts overlap");
                position = child.BodyOffset + child.BodyLength;
            }

            Require(part.ChildCount == 0 || position <= part.BodyOffset + part.BodyLength, "a part is longer than the one it is in");
        }
    }

    // The same message through a small window over a stream has to be the same parts.
    private static void CompareToWindow(byte[] input)
    {
        var whole = MimeParser.Parse(new MemoryMail(input), MimeLimits.Default);
        var windowed = MimeParser.Parse(new StreamMail(new MemoryStream(input)), MimeLimits.Default, windowSize: 16);
        Require(whole.Parts.Count == windowed.Parts.Count, "a window finds other parts");
        for (var i = 0; i < whole.Parts.Count; i++)
        {
            var (one, other) = (whole.Parts[i], windowed.Parts[i]);
            Require((one.Offset, one.BodyOffset, one.BodyLength, one.Depth) == (other.Offset, other.BodyOffset, other.BodyLength, other.Depth), "a window finds a part elsewhere");
            Require(one.Headers.Select(field => (field.Name, field.Value, field.Offset)).SequenceEqual(other.Headers.Select(field => (field.Name, field.Value, field.Offset))), "a window finds other fields");
            Require(one.GetContent().AsSpan().SequenceEqual(other.GetContent()), "a window gives other content");
        }

        Require(whole.Defects.Found.Select(defect => defect.ToString()).SequenceEqual(windowed.Defects.Found.Select(defect => defect.ToString())), "a window finds other defects");
    }

    private static void Require(bool condition, string finding)
    {
        if (!condition)
        {
            throw new InvalidOperationException(finding);
        }
    }
}
