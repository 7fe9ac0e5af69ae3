namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>What costs a careless reader more than its length, once it is repeated often.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Start">What stands before.</param>
/// <param name="Piece">What is repeated.</param>
internal sealed record HostilePiece(string Name, string Start, string Piece)
{
    public static readonly HostilePiece[] All =
    [
        new("folded header", "Subject: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n "),
        new("one header line", "Subject: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        new("one line of no field", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        new("recipients", "To: ", "Someone <someone@example.com>,\n "),
        new("recipients that are none", "To: ", "Someone <someone@@example..com> <,\n "),
        new("comments in recipients", "To: ", "("),
        new("groups in recipients", "To: ", "a:"),
        new("segments of a parameter", "Content-Type: text/plain; name*0=a", "; name*1=b"),
        new("encoded-words", "Subject: ", "=?utf-8?q?a?= "),
        new("unclosed words", "Subject: ", "=?utf-8?q?a "),
        new("unclosed words in recipients", "To: ", "=?utf-8?q?a, "),
        new("unclosed words in a parameter", "Content-Type: a/b; name=\"", "=?utf-8?q?a "),
        new("undeclared octets in a parameter", "Content-Type: a/b; name=\"", "\u00FF "),
        new("unclosed words in disposition", "Content-Disposition: attachment; filename=\"", "=?utf-8?q?a "),
        new("unclosed words in id", "Content-Id: ", "=?utf-8?q?a "),
        new("undeclared octets", "Subject: ", "\u00FF "),
        new("received", "Received: ", "from (a; "),
        new("comments in received", "Received: ", "("),
        new("dates", "Date: ", "Mon, "),
        new("message ids", "Message-ID: ", "<"),
        new("windows paths", "Content-Disposition: attachment; filename=\"", "a\\"),
        new("references", "References: ", "<a@b>"),
        new("fields", "From: a@b\n", "A: 1\n"),
        new("lines that are no field", "From: a@b\n", "no field\n"),
        new("parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n"),
        new("parts with content", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: text/plain; name=x\n\ncontent\n"),
        new("parts without an empty line", "Content-Type: multipart/mixed; boundary=b\n\n",
            "--b\nContent-Type: multipart/mixed; boundary=c\n--c\n\n"),
        new("nested messages", "Subject: x\nContent-Type: message/rfc822\n\n", "Content-Type: message/rfc822\n\n"),
        new("almost delimiters", "Content-Type: multipart/mixed; boundary=b\n\n", "--\n--bb\n"),
        new("groups of a report", "Content-Type: message/delivery-status\n\n", "A: b\n\n"),
        new("spaces in quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", " "),
        new("carriage returns in quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "\r"),
        new("equals signs in quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "="),
        new("soft line ends in quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "=\n"),
        new("spaces before soft line ends", "Content-Transfer-Encoding: quoted-printable\n\n", "  = \t\n"),
        new("spaces in base64", "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n", " "),
        new("carriage returns in base64", "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n", "\r"),
        new("padding in base64", "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n", "A="),
        new("spaces in uuencode", "Content-Type: a/b\nContent-Transfer-Encoding: uuencode\n\nbegin 644 x\n\n", " "),
        new("spaces in a text", "Content-Type: text/plain\n\n", " "),
        new("carriage returns in a text", "Content-Type: text/plain\n\n", "\r"),
        new("base64 padding", "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n", "="),
        new("uuencode", "Content-Type: a/b\nContent-Transfer-Encoding: uuencode\n\n", "begin 644 x\nM\n"),
        new("spaces in HTML", "Content-Type: text/html\n\n", "\u00FF<meta "),
    ];
}
