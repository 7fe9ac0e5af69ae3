using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// Writes the body of a draft: <c>mixed</c> around <c>alternative</c> around <c>related</c>, each only where it is needed
/// (RFC 2046 section 5.1, RFC 2387).
/// </summary>
internal sealed class BodyComposer
{
    /// <summary>Neither quoted-printable nor base64 can produce this start of a boundary (RFC 2045 section 6.7).</summary>
    private const string BoundaryStart = "=_";

    private readonly MailDraft _draft;
    private readonly OctetBuffer _out;
    private readonly HeaderWriter _header;
    private readonly EncodedText? _text;
    private readonly EncodedText? _html;
    private readonly List<DraftAttachment> _related = [];
    private readonly List<DraftAttachment> _mixed = [];
    private readonly Dictionary<DraftAttachment, TransferScan> _scans = [];
    private string _stem = "";
    private int _boundaries;

    public BodyComposer(MailDraft draft, TextCharset charset, OctetBuffer output, HeaderWriter header)
    {
        _draft = draft;
        _out = output;
        _header = header;
        _html = draft.HtmlBody is null ? null : EncodedText.Encode(draft.HtmlBody, charset);
        _text = draft.TextBody is null && (_html is not null || draft.Attachments.Count + draft.InlineAttachments.Count > 0)
            ? null
            : EncodedText.Encode(draft.TextBody ?? "", charset);
        (_html is null ? _mixed : _related).AddRange(draft.InlineAttachments);
        _mixed.AddRange(draft.Attachments);
    }

    /// <summary>What is to be written within the text, in order, or null for nothing.</summary>
    public List<ComposedMessage.Insertion>? Insertions { get; private set; }

    /// <summary>Whether an attached message has bytes above 127.</summary>
    public bool Needs8BitMime { get; private set; }

    /// <summary>Writes the content headers of the message and its body.</summary>
    public void Write()
    {
        if (_mixed.Count + _related.Count > 0 || (_text is not null && _html is not null))
            ChooseBoundaries();
        if (_mixed.Count == 0)
            WriteBodies();
        else
            WriteMixed();
        if (_out.Bytes[_out.Count - 1] != '\n')
            _out.AddCrlf();
    }

    private void WriteMixed()
    {
        string boundary = Open("mixed", null);
        if (_text is not null || _html is not null)
        {
            Delimit(boundary);
            WriteBodies();
        }

        int forDisplay = _mixed.Count - _draft.Attachments.Count;
        for (int i = 0; i < _mixed.Count; i++)
        {
            Delimit(boundary);
            WriteAttachment(_mixed[i], i < forDisplay ? "inline" : "attachment");
        }

        Close(boundary);
    }

    /// <summary>The plainest form first: a reader shows the last one that it can (RFC 2046 section 5.1.4).</summary>
    private void WriteBodies()
    {
        if (_text is null || _html is null)
        {
            WriteOneBody();
            return;
        }

        string boundary = Open("alternative", null);
        Delimit(boundary);
        WriteText(_text, "text/plain");
        Delimit(boundary);
        WriteHtml(_html);
        Close(boundary);
    }

    private void WriteOneBody()
    {
        if (_html is not null)
            WriteHtml(_html);
        else if (_text is not null)
            WriteText(_text, "text/plain");
    }

    private void WriteHtml(EncodedText html)
    {
        if (_related.Count == 0)
        {
            WriteText(html, "text/html");
            return;
        }

        string boundary = Open("related", "type=\"text/html\"");
        Delimit(boundary);
        WriteText(html, "text/html");
        foreach (DraftAttachment attachment in _related)
        {
            Delimit(boundary);
            WriteAttachment(attachment, "inline");
        }

        Close(boundary);
    }

    private void WriteText(EncodedText text, string type)
    {
        _header.Begin("Content-Type");
        _header.Word(type + ";");
        _header.Word("charset=" + text.Charset);
        _header.End();
        _header.Field("Content-Transfer-Encoding", text.TransferEncoding);
        _out.AddCrlf();
        text.WriteTo(_out);
    }

    private void WriteAttachment(DraftAttachment attachment, string disposition)
    {
        if (attachment.Message is null)
            WriteFile(attachment, disposition, attachment.Content!, attachment.ContentType, attachment.Content!.Measure());
        else if (_scans[attachment].NeedsEncoding)
            WriteFile(attachment, disposition, new MessageSource(attachment.Message, _scans[attachment].Length), ContentTypeTable.Unknown, _scans[attachment].Length);
        else
            WriteMessage(attachment, disposition, _scans[attachment]);
    }

    private void WriteFile(DraftAttachment attachment, string disposition, ContentSource content, string contentType, long length)
    {
        AttachmentHeaders.Write(_header, attachment, contentType, disposition);
        _header.Field("Content-Transfer-Encoding", "base64");
        _out.AddCrlf();
        Insert(new ComposedMessage.Insertion(_out.Count, content, length));
    }

    /// <summary>An attached message keeps its encoding (RFC 2046 section 5.2.1).</summary>
    private void WriteMessage(DraftAttachment attachment, string disposition, TransferScan scan)
    {
        AttachmentHeaders.Write(_header, attachment, attachment.ContentType, disposition);
        _header.Field("Content-Transfer-Encoding", scan.HasEightBit ? "8bit" : "7bit");
        _out.AddCrlf();
        Needs8BitMime |= scan.HasEightBit;
        Insert(new ComposedMessage.Insertion(_out.Count, attachment.Message!, scan.Length));
    }

    private void Insert(ComposedMessage.Insertion insertion) => (Insertions ??= []).Add(insertion);

    private string Open(string subtype, string? parameter)
    {
        string boundary = BoundaryStart + _stem + "_" + (++_boundaries).ToString(CultureInfo.InvariantCulture);
        _header.Begin("Content-Type");
        _header.Word("multipart/" + subtype + ";");
        if (parameter is not null)
            _header.Word(parameter + ";");
        _header.Word("boundary=\"" + boundary + "\"");
        _header.End();
        return boundary;
    }

    /// <summary>The line end before a delimiter belongs to it, not to the part before (RFC 2046 section 5.1.1).</summary>
    private void Delimit(string boundary)
    {
        _out.AddCrlf();
        _out.AddAscii("--");
        _out.AddAscii(boundary);
        _out.AddCrlf();
    }

    private void Close(string boundary)
    {
        _out.AddCrlf();
        _out.AddAscii("--");
        _out.AddAscii(boundary);
        _out.AddAscii("--");
        _out.AddCrlf();
    }

    /// <summary>
    /// Chance alone never makes boundaries collide, but a seed may: a message attached to another of the same seed.
    /// What could hold a boundary is searched for the start of ours, and another start taken until there is none.
    /// </summary>
    private void ChooseBoundaries()
    {
        int attempt = 0;
        do
        {
            _stem = _draft.BoundarySeed is null ? RandomText.Create() : RandomText.FromSeed(_draft.BoundarySeed + "\n" + attempt.ToString(CultureInfo.InvariantCulture));
            attempt++;
        }
        while (IsInContent(Encoding.ASCII.GetBytes("--" + BoundaryStart + _stem)));
    }

    private bool IsInContent(byte[] mark)
    {
        bool found = (_text is { IsIdentity: true } && _text.Contains(mark)) || (_html is { IsIdentity: true } && _html.Contains(mark));
        foreach (List<DraftAttachment> attachments in new[] { _related, _mixed })
        {
            foreach (DraftAttachment attachment in attachments)
            {
                if (attachment.Message is null)
                    continue;
                var scan = new TransferScan(mark);
                attachment.Message.WriteTo(scan);
                _scans[attachment] = scan;
                found |= scan.HasMark;
            }
        }

        return found;
    }
}
