using System;
using System.Collections.Generic;
using System.IO;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>
/// The groups of fields that a report is made of (RFC 3464 section 2.1). The library's own way to read them is not linear.
/// </summary>
internal static class FieldGroups
{
    private static readonly string[] Separators = ["\n\n"];

    /// <summary>The first part of a type, among those of the message itself.</summary>
    public static MailPart? FindPart(List<MailPart> parts, params string[] mediaTypes) =>
        parts.Find(part => Array.IndexOf(mediaTypes, part.MediaType) >= 0);

    public static List<MailHeader> Read(MailPart part, MailLimits limits)
    {
        var groups = new List<MailHeader>();
        var blocks = Split(part.ToArray(), limits.MaxParts);
        for (var i = 0; i < blocks.Length; i++)
        {
            var group = ReadGroup(blocks[i], limits);
            groups.Add(group);

            // One mail server sends the groups behind the first in base64, and says so in the first.
            if (i + 1 < blocks.Length && TransferDecoding.Find(group.Find(HeaderId.ContentTransferEncoding)) == ContentEncoding.Base64)
            {
                var encoded = FieldText.Octets.GetBytes(string.Join("\n", blocks, i + 1, blocks.Length - i - 1));
                using var decoded = TransferDecoding.Open(new MemoryStream(encoded, writable: false), ContentEncoding.Base64);
                using var octets = new MemoryStream();
                decoded.CopyTo(octets);
                foreach (var block in Split(octets.ToArray(), limits.MaxParts))
                    groups.Add(ReadGroup(block, limits));
                break;
            }
        }

        return groups;
    }

    /// <summary>The header of the message that a report is about: returned whole, or its header block alone.</summary>
    public static MailHeader? FindOriginal(List<MailPart> parts, MailLimits limits)
    {
        var original = FindPart(parts, "message/rfc822", "message/global")
            ?? FindPart(parts, "text/rfc822-headers", "message/global-headers");
        return original is null ? null : ReadHeader(original.ToArray(), limits);
    }

    private static string[] Split(byte[] content, int most)
    {
        var text = FieldText.FromOctets(content).Replace("\r\n", "\n").Replace('\r', '\n');
        var blocks = text.Split(Separators, most + 1, StringSplitOptions.RemoveEmptyEntries);
        return Array.FindAll(blocks, block => block.Trim('\n').Length > 0);
    }

    private static MailHeader ReadGroup(string block, MailLimits limits) =>
        ReadHeader(FieldText.Octets.GetBytes(block.TrimStart('\n')), limits);

    private static MailHeader ReadHeader(byte[] octets, MailLimits limits)
    {
        Stream Open() => new MemoryStream(octets, writable: false);
        return new MailHeader(MessageStructure.ReadHeader(Open, limits), Open);
    }
}
