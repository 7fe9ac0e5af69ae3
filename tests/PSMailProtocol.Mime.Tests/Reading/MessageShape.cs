using System;
using System.Globalization;
using System.Text;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>
/// Builds a message from a short description of its parts, such as <c>mixed( plain pdf;attachment )</c>; each leaf's body is its number.
/// </summary>
internal sealed class MessageShape
{
    private readonly string[] _words;
    private int _next;
    private int _leaves;
    private int _boundaries;

    public MessageShape(string shape) => _words = shape.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Build()
    {
        var word = _words[_next++];
        return word.EndsWith('(') ? BuildMultipart(word.TrimEnd('(')) : BuildLeaf(word);
    }

    private string BuildMultipart(string subtype)
    {
        var boundary = "b" + _boundaries++;
        var multipart = new StringBuilder("Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\n\n");
        while (_words[_next] != ")")
        {
            multipart.Append("--").Append(boundary).Append('\n').Append(Build()).Append('\n');
        }

        _next++;
        return multipart.Append("--").Append(boundary).Append("--").ToString();
    }

    private string BuildLeaf(string word)
    {
        var type = word.Split(';')[0] switch
        {
            "plain" => "text/plain",
            "html" => "text/html",
            "calendar" => "text/calendar",
            "png" => "image/png",
            "delivery-status" => "message/delivery-status",
            _ => "application/pdf",
        };
        var more = word.Contains(';') ? word.Split(';')[1] : "";
        var fields = more switch
        {
            "name" => "Content-Type: " + type + "; name=x.txt\n",
            "" => "Content-Type: " + type + "\n",
            _ => "Content-Type: " + type + "\nContent-Disposition: " + more + "\n",
        };
        return fields + "\n" + (++_leaves).ToString(CultureInfo.InvariantCulture);
    }
}
