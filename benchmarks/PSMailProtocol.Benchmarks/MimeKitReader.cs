using System;
using System.Collections.Generic;
using System.IO;

namespace PSMailProtocol.Benchmarks;

/// <summary>Reading by MimeKit, to the same extent as by this project.</summary>
internal sealed class MimeKitReader
{
    private readonly Func<Stream, object> _load;
    private readonly Action<object, Stream> _decode;
    private readonly Func<object, string?> _subject;
    private readonly Func<object, string?> _messageId;
    private readonly Func<object, DateTimeOffset> _date;
    private readonly Func<object, IEnumerable<object>> _from;
    private readonly Func<object, IEnumerable<object>> _to;
    private readonly Func<object, IEnumerable<object>> _cc;
    private readonly Func<object, IEnumerable<object>> _headers;
    private readonly Func<object, string> _value;
    private readonly Func<object, string?> _text;
    private readonly Func<object, string?> _html;
    private readonly Func<object, IEnumerable<object>> _attachments;
    private readonly Func<object, string?> _fileName;
    private readonly Func<object, string?> _name;

    public MimeKitReader(MimeKitExpressions kit)
    {
        _load = kit.Load();
        _decode = kit.DecodeTo();
        _subject = kit.Get<string?>("MimeMessage", "Subject");
        _messageId = kit.Get<string?>("MimeMessage", "MessageId");
        _date = kit.Get<DateTimeOffset>("MimeMessage", "Date");
        _from = kit.Get<IEnumerable<object>>("MimeMessage", "From");
        _to = kit.Get<IEnumerable<object>>("MimeMessage", "To");
        _cc = kit.Get<IEnumerable<object>>("MimeMessage", "Cc");
        _headers = kit.Get<IEnumerable<object>>("MimeMessage", "Headers");
        _value = kit.Get<string>("Header", "Value");
        _text = kit.Get<string?>("MimeMessage", "TextBody");
        _html = kit.Get<string?>("MimeMessage", "HtmlBody");
        _attachments = kit.Get<IEnumerable<object>>("MimeMessage", "Attachments");
        _fileName = kit.Get<string?>("MimePart", "FileName");
        _name = kit.Get<string?>("InternetAddress", "Name");
    }

    public long ReadAll(byte[] message, Stream destination)
    {
        object read = _load(new MemoryStream(message, false));
        long sum = (_subject(read)?.Length ?? 0) + (_date(read).Ticks & 1) + (_messageId(read)?.Length ?? 0)
            + Count(_from(read)) + Count(_to(read)) + Count(_cc(read));
        foreach (object header in _headers(read))
            sum += _value(header).Length;
        sum += (_text(read)?.Length ?? 0) + (_html(read)?.Length ?? 0);
        foreach (object attachment in _attachments(read))
        {
            sum += _fileName(attachment)?.Length ?? 0;
            _decode(attachment, destination);
        }

        return sum;
    }

    public long ReadRecipients(byte[] message)
    {
        long sum = 0;
        foreach (object mailbox in _to(_load(new MemoryStream(message, false))))
            sum += 1 + (_name(mailbox)?.Length ?? 0);
        return sum;
    }

    private static int Count(IEnumerable<object> items)
    {
        int count = 0;
        foreach (object _ in items)
            count++;
        return count;
    }
}
