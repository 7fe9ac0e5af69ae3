using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>The answer to one request by HTTP/1.1, after which the server closes (RFC 9112).</summary>
internal sealed class HttpResponse
{
    private const int MaximumFields = 200;
    private const int MaximumChunkDigits = 7;
    private const string BodyCap = "of its content";

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private HttpResponse(int status) => Status = status;

    internal int Status { get; }

    /// <summary>The type of the content without its parameters, or null.</summary>
    internal string? MediaType => _fields.TryGetValue("Content-Type", out var type) ? type.Split(';')[0].Trim() : null;

    /// <summary>The content; empty for any status but 200, whose content nobody reads.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <param name="connection">From which it comes, within an operation.</param>
    /// <param name="most">How many octets the content may have.</param>
    /// <exception cref="MailException">ProtocolViolation, LimitExceeded, or what the connection throws.</exception>
    internal static HttpResponse Read(MailConnection connection, int most)
    {
        var response = new HttpResponse(ReadStatus(connection.ReadReplyLine()));
        response.ReadFields(connection);
        if (response.Status == 200)
            response.Body = response.ReadBody(connection, most);
        return response;
    }

    // "HTTP/1.1 200 OK"
    private static int ReadStatus(string line)
    {
        var words = line.Split(' ');
        return words.Length >= 2 && words[0] is "HTTP/1.0" or "HTTP/1.1"
            && words[1].Length == 3 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw Invalid("has no status");
    }

    private void ReadFields(MailConnection connection)
    {
        for (var count = 0; connection.ReadReplyLine() is { Length: > 0 } line; count++)
        {
            if (count == MaximumFields)
                throw connection.LimitReached("of header fields", MaximumFields);

            var colon = line.IndexOf(':');
            if (colon <= 0)
                throw Invalid("has a header line that is none");
            _fields[line.Substring(0, colon)] = line.Substring(colon + 1).Trim();
        }
    }

    private byte[] ReadBody(MailConnection connection, int most)
    {
        using var body = new MemoryStream();
        if (_fields.TryGetValue("Transfer-Encoding", out var coding))
        {
            if (!coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                throw Invalid("has a transfer coding that was not asked for");
            while (ReadChunkLength(connection.ReadReplyLine()) is > 0 and var length)
            {
                Copy(connection, length, body, most);
                if (connection.ReadReplyLine().Length > 0)
                    throw Invalid("has a chunk that does not end");
            }
        }
        else if (_fields.TryGetValue("Content-Length", out var announced))
        {
            if (!long.TryParse(announced, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                throw Invalid("has a length that is none");
            Copy(connection, length, body, most);
        }
        else
        {
            CopyToEnd(connection, body, most);
        }

        return body.ToArray();
    }

    private static int ReadChunkLength(string line)
    {
        var digits = line.Split(';')[0].Trim();
        return digits.Length <= MaximumChunkDigits
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw Invalid("has a chunk without a length");
    }

    private static void Copy(MailConnection connection, long count, MemoryStream body, int most)
    {
        if (count > most - body.Length)
            throw connection.LimitReached(BodyCap, most);

        var octets = new byte[count];
        connection.ReadExactly(octets, 0, octets.Length);
        body.Write(octets, 0, octets.Length);
    }

    private static void CopyToEnd(MailConnection connection, MemoryStream body, int most)
    {
        var block = new byte[4096];
        while (connection.Input.Count > 0 || connection.Fill() > 0)
        {
            body.Write(block, 0, connection.Input.CopyTo(block, 0, block.Length));
            if (body.Length > most)
                throw connection.LimitReached(BodyCap, most);
        }
    }

    private static MailException Invalid(string fault) => new(MailErrors.ProtocolViolation, $"The HTTP answer {fault} (RFC 9112).");
}
