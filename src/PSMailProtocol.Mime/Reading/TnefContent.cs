using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MimeKit;
using MimeKit.Tnef;

namespace PSMailProtocol.Mime;

/// <summary>The texts and files in a <c>winmail.dat</c>.</summary>
internal static class TnefContent
{
    public static bool IsTnef(MailPart part) => part.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef";

    /// <summary>The parts, or <c>null</c> where it cannot be read or holds nothing, and stays an attachment.</summary>
    public static List<MailPart>? Open(MailPart part)
    {
        try
        {
            var octets = part.ToArray();
            if (!TnefCounts.AreSound(octets))
                return null;

            var tnef = new TnefPart { Content = new MimeContent(new MemoryStream(octets, writable: false)) };
            var parts = new List<MailPart>();
            var size = 0L;
            foreach (var entity in tnef.ConvertToMessage().BodyParts)
            {
                var inner = Part(entity);
                parts.Add(inner);
                size += inner.End;
            }

            return size > 0 ? parts : null;
        }
        catch (Exception exception) when (exception
            is TnefException or ArgumentException or FormatException or InvalidOperationException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    // The transfer encoding is one that the library would write the part in; here it is not in any.
    private static MailPart Part(MimeEntity entity)
    {
        using var written = new MemoryStream();
        (entity as MessagePart)?.Message?.WriteTo(written);
        (entity as MimeKit.MimePart)?.Content?.DecodeTo(written);
        var octets = written.ToArray();
        var fields = entity.Headers.Where(field => field.Id != HeaderId.ContentTransferEncoding).ToList();
        return new MailPart(() => new MemoryStream(octets, writable: false), null, fields, entity.ContentType, 0) { End = octets.Length };
    }
}
