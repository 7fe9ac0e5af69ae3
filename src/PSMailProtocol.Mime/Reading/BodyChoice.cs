using System.Collections.Generic;
using System.Text;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Tells the parts that are the text of a message from those that are attached to it; every part is one or the other.</summary>
/// <remarks>
/// A text part is body unless it is called an attachment, has a file name, or is a resource of a <c>multipart/related</c>. An
/// alternative gives one text and one HTML. Several bodies one after the other, as mailing lists and Apple Mail make them, are
/// joined. Plain text after a body that is HTML only (a list's footer) is an attachment, since it is not what the message says.
/// </remarks>
internal sealed class BodyChoice
{
    private readonly List<MailPart> _text = [];
    private readonly List<MailPart> _html = [];
    private readonly Dictionary<(MailPart Alternative, bool IsHtml), MailPart> _branches = [];
    private readonly Dictionary<MailPart, MailPart> _roots = [];

    public BodyChoice(List<MailPart> parts)
    {
        foreach (var part in parts)
        {
            if (part.Children.Count == 0 && !(part.IsMultipart && (!part.IsHere || part.IsBlank())))
                AddLeaf(part, isRoot: part.Parent is null, isBody: true);
        }
    }

    public List<Messages.MailAttachment> Attachments { get; } = [];

    public string? ReadText() => Join(_text);

    public string? ReadHtml() => Join(_html);

    private void AddLeaf(MailPart part, bool isRoot, bool isBody)
    {
        if (part.IsHere && TnefContent.IsTnef(part) && TnefContent.Open(part) is { } opened)
        {
            var (needsText, needsHtml) = (string.IsNullOrWhiteSpace(ReadText()), string.IsNullOrWhiteSpace(ReadHtml()));
            foreach (var inner in opened)
                AddLeaf(inner, inner.FileName.Length == 0, inner.MediaType == "text/html" ? needsHtml : needsText);
            return;
        }

        var isHtml = part.MediaType == "text/html";
        var isText = part.MediaType == "text/plain" || (isRoot && part.IsMultipart);
        var isResource = Place(part, out var alternative, out var branch);
        var isFile = part.IsMessage || part.IsAttachment || IsNamed(part, isRoot || alternative is not null);
        if (!isBody || isResource || isFile || !(isHtml || isText))
            Attach(part, isResource);
        else if (alternative is not null && _branches.TryGetValue((alternative, isHtml), out var chosen) && chosen != branch)
            Attach(part, isResource: true);
        else if (alternative is null && isText && _text.Count == 0 && _html.Count > 0)
            Attach(part, isResource: true);
        else
            Choose(part, isHtml, alternative, branch);
    }

    // A part with a name is a file, but not where it is the only thing to show and says that it is to be shown.
    private bool IsNamed(MailPart part, bool isBody) =>
        !isBody && part.FileName.Length > 0 && !(part.IsInline && _text.Count + _html.Count == 0);

    private void Choose(MailPart part, bool isHtml, MailPart? alternative, MailPart branch)
    {
        (isHtml ? _html : _text).Add(part);
        if (alternative is not null)
            _branches[(alternative, isHtml)] = branch;
    }

    private void Attach(MailPart part, bool isResource) =>
        Attachments.Add(part.ToAttachment(part.IsInline || (isResource && !part.IsAttachment)));

    // Walks up to the root: a part beside the root of a related is a resource; the outermost alternative counts.
    private bool Place(MailPart part, out MailPart? alternative, out MailPart branch)
    {
        (alternative, branch) = (null, part);
        var isResource = false;
        for (var child = part; child.Parent is { } parent; child = parent)
        {
            if (parent.MediaType == "multipart/alternative")
                (alternative, branch) = (parent, child);
            else if (parent.MediaType == "multipart/related" && child != RelatedRoot(parent))
                isResource = true;
        }

        return isResource;
    }

    private MailPart RelatedRoot(MailPart related)
    {
        if (!_roots.TryGetValue(related, out var root))
            _roots.Add(related, root = FindRelatedRoot(related));
        return root;
    }

    // RFC 2387 section 3: the part that the start parameter names, otherwise the first; where that is not of the type that the
    // type parameter promises, the first that is.
    private static MailPart FindRelatedRoot(MailPart related)
    {
        var start = related.Type.Parameters["start"]?.Trim('<', '>', ' ');
        var type = related.Type.Parameters["type"]?.ToLowerInvariant();
        MailPart? ofType = null;
        foreach (var child in related.Children)
        {
            if (!string.IsNullOrEmpty(start) && child.ContentId == start)
                return child;
            if (child.MediaType == type)
                ofType ??= child;
        }

        return ofType ?? related.Children[0];
    }

    private static string? Join(List<MailPart> parts)
    {
        if (parts.Count <= 1)
            return parts.Count == 0 ? null : parts[0].ReadText();

        var joined = new StringBuilder();
        foreach (var part in parts)
        {
            if (joined.Length > 0 && joined[joined.Length - 1] != '\n')
                joined.Append("\r\n");
            joined.Append(part.ReadText());
        }

        return joined.ToString();
    }
}
