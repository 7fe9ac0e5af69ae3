using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Tells the parts that are the text of a message from those that are attached to it.</summary>
/// <remarks>
/// A text part is body unless it is called an attachment, has a file name, or is a resource of a
/// <c>multipart/related</c>. An alternative gives one text and one HTML. Several bodies one after the other, as mailing
/// lists and Apple Mail make them, are joined. Plain text after a body that is HTML only (a list's footer), and HTML
/// after one that is plain only, is an attachment, since it is not what the message says.
/// </remarks>
internal sealed class BodySelection
{
    private readonly List<MimePart> _text = [];
    private readonly List<MimePart> _html = [];
    private readonly HashSet<(MimePart, bool)> _served = [];
    private readonly Dictionary<MimePart, MimePart> _relatedRoots = [];

    public BodySelection(MimePart root)
    {
        var parts = root.Tree.Parts;
        for (var i = root.Index; i <= root.LastDescendant; i++)
        {
            var part = parts[i];
            if (part.ContentType.IsMessage)
            {
                Attachments.Add(new MailAttachment(part, isResource: false));
                i = part.LastDescendant;
            }
            else if (part.ChildCount == 0)
            {
                AddLeaf(part, root);
            }
        }
    }

    public List<MailAttachment> Attachments { get; } = [];

    public string? Text => Join(_text, unwrapFlowed: false);

    public string? UnwrappedText => Join(_text, unwrapFlowed: true);

    public string? Html => Join(_html, unwrapFlowed: false);

    private void AddLeaf(MimePart part, MimePart root)
    {
        // A multipart without parts is an empty shell, or text that somebody called a multipart.
        if (part.ContentType.IsMultipart && (part.BodyLength == 0 || part.IsClosed))
        {
            return;
        }

        var isResource = IsResource(part, root, out var alternative);
        var isHtml = part.ContentType.MediaType == "text/html";
        var isText = part.ContentType.MediaType == "text/plain" || (part.ContentType.IsMultipart && part == root);
        if (isResource || !(isHtml || isText) || part.IsAttachment || (part != root && part.FileName.Length > 0))
        {
            Attachments.Add(new MailAttachment(part, isResource));
        }
        else if (alternative is not null && !_served.Add((alternative, isHtml)))
        {
            Attachments.Add(new MailAttachment(part, isResource: true));
        }
        else if (alternative is null && (isHtml ? _html : _text).Count == 0 && (isHtml ? _text : _html).Count > 0)
        {
            Attachments.Add(new MailAttachment(part, isResource: true));
        }
        else
        {
            (isHtml ? _html : _text).Add(part);
        }
    }

    // Walks up to the message's root: a part beside the root of a related is a resource; the outermost alternative counts.
    private bool IsResource(MimePart part, MimePart root, out MimePart? alternative)
    {
        alternative = null;
        var isResource = false;
        for (var child = part; child != root; child = child.Parent!)
        {
            var parent = child.Parent!;
            if (parent.ContentType.MediaType == "multipart/alternative")
            {
                alternative = parent;
            }
            else if (parent.ContentType.MediaType == "multipart/related" && child != RelatedRoot(parent))
            {
                isResource = true;
            }
        }

        return isResource;
    }

    private MimePart RelatedRoot(MimePart related)
    {
        if (!_relatedRoots.TryGetValue(related, out var root))
        {
            _relatedRoots.Add(related, root = FindRelatedRoot(related));
        }

        return root;
    }

    // RFC 2387 section 3: the part that the start parameter names, otherwise the first; where that is not of the type
    // that the type parameter promises, the first that is.
    private static MimePart FindRelatedRoot(MimePart related)
    {
        var start = related.ContentType.GetParameter("start")?.Trim('<', '>', ' ');
        var type = related.ContentType.GetParameter("type")?.ToLowerInvariant();
        MimePart? ofType = null;
        foreach (var child in related.Children)
        {
            if (!string.IsNullOrEmpty(start) && child.ContentId == start)
            {
                return child;
            }

            if (ofType is null && child.ContentType.MediaType == type)
            {
                ofType = child;
            }
        }

        return ofType ?? related.Children[0];
    }

    private static string? Join(List<MimePart> parts, bool unwrapFlowed)
    {
        if (parts.Count <= 1)
        {
            return parts.Count == 0 ? null : parts[0].GetText(unwrapFlowed);
        }

        var joined = new StringBuilder();
        foreach (var part in parts)
        {
            if (joined.Length > 0 && joined[joined.Length - 1] != '\n')
            {
                joined.Append("\r\n");
            }

            joined.Append(part.GetText(unwrapFlowed));
        }

        return joined.ToString();
    }
}
