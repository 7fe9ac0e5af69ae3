using System.Runtime.Serialization;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>Why a request got no answer.</summary>
[DataContract]
internal sealed class WebFailure
{
    [DataMember(Name = "error")]
    public string Error { get; set; } = "";
}

/// <summary>How often the messages changed.</summary>
[DataContract]
internal sealed class WebVersion
{
    [DataMember(Name = "version")]
    public long Version { get; set; }
}

/// <summary>Some of the messages.</summary>
[DataContract]
internal sealed class WebMessageList
{
    [DataMember(Name = "version", Order = 1)]
    public long Version { get; set; }

    [DataMember(Name = "total", Order = 2)]
    public int Total { get; set; }

    [DataMember(Name = "found", Order = 3)]
    public int Found { get; set; }

    [DataMember(Name = "more", Order = 4)]
    public bool More { get; set; }

    [DataMember(Name = "messages", Order = 5)]
    public WebMessageSummary[] Messages { get; set; } = [];
}

/// <summary>A message in a list.</summary>
[DataContract]
internal class WebMessageSummary
{
    [DataMember(Name = "id", Order = 1)]
    public string Id { get; set; } = "";

    [DataMember(Name = "accepted", Order = 2)]
    public string Accepted { get; set; } = "";

    [DataMember(Name = "sender", Order = 3)]
    public string Sender { get; set; } = "";

    [DataMember(Name = "recipients", Order = 4)]
    public string[] Recipients { get; set; } = [];

    [DataMember(Name = "from", Order = 5)]
    public string From { get; set; } = "";

    [DataMember(Name = "to", Order = 6)]
    public string To { get; set; } = "";

    [DataMember(Name = "cc", Order = 7)]
    public string Cc { get; set; } = "";

    [DataMember(Name = "subject", Order = 8)]
    public string Subject { get; set; } = "";

    [DataMember(Name = "date", Order = 9)]
    public string? Date { get; set; }

    [DataMember(Name = "size", Order = 10)]
    public long Size { get; set; }

    [DataMember(Name = "tls", Order = 11)]
    public string? Tls { get; set; }

    [DataMember(Name = "user", Order = 12)]
    public string? User { get; set; }

    [DataMember(Name = "hasHtml", Order = 13)]
    public bool HasHtml { get; set; }

    [DataMember(Name = "attachmentCount", Order = 14)]
    public int AttachmentCount { get; set; }

    [DataMember(Name = "preview", Order = 15)]
    public string Preview { get; set; } = "";
}

/// <summary>A message with what it says.</summary>
[DataContract]
internal sealed class WebMessage : WebMessageSummary
{
    [DataMember(Name = "client", Order = 20)]
    public string Client { get; set; } = "";

    [DataMember(Name = "senderParameters", Order = 21)]
    public string[] SenderParameters { get; set; } = [];

    [DataMember(Name = "recipientParameters", Order = 22)]
    public string[][] RecipientParameters { get; set; } = [];

    [DataMember(Name = "messageId", Order = 23)]
    public string? MessageId { get; set; }

    [DataMember(Name = "headers", Order = 24)]
    public WebHeader[] Headers { get; set; } = [];

    [DataMember(Name = "text", Order = 25)]
    public string? Text { get; set; }

    [DataMember(Name = "isTextCut", Order = 26)]
    public bool IsTextCut { get; set; }

    [DataMember(Name = "attachments", Order = 27)]
    public WebAttachment[] Attachments { get; set; } = [];

    [DataMember(Name = "dialogue", Order = 28)]
    public WebDialogueLine[] Dialogue { get; set; } = [];
}

/// <summary>A header field.</summary>
[DataContract]
internal sealed class WebHeader
{
    [DataMember(Name = "name", Order = 1)]
    public string Name { get; set; } = "";

    [DataMember(Name = "value", Order = 2)]
    public string Value { get; set; } = "";
}

/// <summary>An attachment.</summary>
[DataContract]
internal sealed class WebAttachment
{
    [DataMember(Name = "index", Order = 1)]
    public int Index { get; set; }

    [DataMember(Name = "name", Order = 2)]
    public string Name { get; set; } = "";

    [DataMember(Name = "type", Order = 3)]
    public string Type { get; set; } = "";

    [DataMember(Name = "size", Order = 4)]
    public long Size { get; set; }

    [DataMember(Name = "contentId", Order = 5)]
    public string? ContentId { get; set; }

    [DataMember(Name = "inline", Order = 6)]
    public bool IsInline { get; set; }
}

/// <summary>A line of the dialogue by which a message came.</summary>
[DataContract]
internal sealed class WebDialogueLine
{
    [DataMember(Name = "who", Order = 1)]
    public string Who { get; set; } = "";

    [DataMember(Name = "encrypted", Order = 2)]
    public bool IsEncrypted { get; set; }

    [DataMember(Name = "text", Order = 3)]
    public string Text { get; set; } = "";
}
