using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>What the decoding of a header value needs besides its octets: a charset to fall back to and a place for defects.</summary>
internal sealed class DecodingContext
{
    private readonly HeaderCollection? _headers;
    private readonly DefectList? _defects;
    private readonly Encoding? _fallback;

    public DecodingContext(HeaderCollection? headers, DefectList? defects, Encoding? fallback = null)
    {
        _headers = headers;
        _defects = defects;
        _fallback = fallback;
    }

    /// <summary>No headers to ask, and nobody asks for defects.</summary>
    public static DecodingContext None { get; } = new(null, null);

    /// <summary>The charset of octets that are not UTF-8.</summary>
    public Encoding FallbackCharset => _fallback ?? _headers?.FallbackCharset ?? Windows1252Encoding.Instance;

    /// <summary>For octets that are no longer where they came from, so that a defect in them has no offset to name.</summary>
    public static DecodingContext WithCharset(Encoding fallback) => new(null, null, fallback);

    public void Report(string defect, int index) => _defects?.Add(defect, (_headers?.BaseOffset ?? 0) + index);
}
