namespace PSMailProtocol.Mime;

/// <summary>Finds the parts of a <c>multipart/report</c> (RFC 6522), also where the outer type does not say that it is one.</summary>
internal static class ReportParts
{
    /// <summary>The first part of a type that belongs to the message itself and not to one attached to it.</summary>
    public static MimePart? Find(MimePart root, string mediaType)
    {
        var parts = root.Tree.Parts;
        for (var i = root.Index; i <= root.LastDescendant; i++)
        {
            if (parts[i].ContentType.MediaType == mediaType)
            {
                return parts[i];
            }

            i = parts[i].ContentType.IsMessage ? parts[i].LastDescendant : i;
        }

        return null;
    }

    /// <summary>The header fields of the message that a report is about: returned whole, or its header block alone.</summary>
    public static HeaderCollection? FindOriginal(MimePart root)
    {
        var returned = Find(root, "message/rfc822") ?? Find(root, "message/global");
        if (returned?.Message is { } message)
        {
            return message.Headers;
        }

        var headers = Find(root, "text/rfc822-headers") ?? Find(root, "message/global-headers");
        if (headers is null)
        {
            return null;
        }

        var blocks = FieldBlocks.Read(headers.GetContent(), root.Tree.Limits);
        return blocks.Count == 0 ? null : blocks[0];
    }
}
