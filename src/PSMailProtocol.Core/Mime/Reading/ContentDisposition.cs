using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>How a part wants to be shown (RFC 2183).</summary>
internal sealed class ContentDisposition
{
    private readonly ParameterList _parameters;

    private ContentDisposition(bool isInline, ParameterList parameters)
    {
        IsInline = isInline;
        _parameters = parameters;
    }

    /// <summary>Whether it is <c>inline</c>; any other word means <c>attachment</c> (RFC 2183 section 2.8).</summary>
    public bool IsInline { get; }

    /// <summary>The decoded file name, or <c>null</c>. It is data of the sender and never a path.</summary>
    public string? FileName => _parameters.Find("filename");

    public static ContentDisposition Read(byte[] buffer, int start, int end, DecodingContext context)
    {
        var position = HeaderScan.SkipSpaceAndComments(buffer, start, end);
        var wordStart = position;
        while (position < end && buffer[position] != ';' && !HeaderScan.IsSpace(buffer[position]))
        {
            position++;
        }

        // A field that begins with a parameter has lost its word: "Content-Disposition: filename=x".
        var word = Encoding.ASCII.GetString(buffer, wordStart, position - wordStart);
        var parametersStart = word.IndexOf('=') >= 0 ? wordStart : position;
        return new ContentDisposition(
            string.Equals(word, "inline", System.StringComparison.OrdinalIgnoreCase),
            ParameterParser.Read(buffer, parametersStart, end, context));
    }
}
