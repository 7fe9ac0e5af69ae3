using System;
using System.Linq;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>Which messages are meant: those that came after one, and contain what is said.</summary>
internal sealed class WebSearch
{
    /// <summary>The parameters that say so.</summary>
    public static readonly string[] Parameters = ["after", "from", "to", "subject", "text", "search"];

    private readonly string? _after;

    public WebSearch(SandboxWebRequest request)
    {
        _after = request.Parameter("after");
        From = request.Parameter("from");
        To = request.Parameter("to");
        Subject = request.Parameter("subject");
        Text = request.Parameter("text");
        Any = request.Parameter("search");
        if (_after is not null && !IsId(_after))
            throw new SandboxWebException($"after={_after} is no id of a message; take that of the last one that you have.");
    }

    /// <summary>What the From field or the reverse-path contains.</summary>
    public string? From { get; }

    /// <summary>What the To field, the Cc field or a recipient contains.</summary>
    public string? To { get; }

    /// <summary>What the subject contains.</summary>
    public string? Subject { get; }

    /// <summary>What the text contains.</summary>
    public string? Text { get; }

    /// <summary>What any of these contains.</summary>
    public string? Any { get; }

    /// <summary>Whether a message fits.</summary>
    public bool Fits(SandboxMail mail) => (_after is null || IsAfter(mail.QueueId, _after)) && IndexedMail.Of(mail).Fits(this);

    /// <summary>Ids count up, so that a place in the order has one also when its message is gone.</summary>
    private static bool IsAfter(string id, string other) =>
        id.Length != other.Length ? id.Length > other.Length : string.CompareOrdinal(id, other) > 0;

    private static bool IsId(string id) =>
        id.StartsWith("SBX", StringComparison.Ordinal) && id.Length > 3 && id.Skip(3).All(c => c is >= '0' and <= '9');
}
