using System.Globalization;

namespace PSMailProtocol.Smtp;

/// <summary>An enhanced mail system status code (RFC 3463).</summary>
/// <param name="Class">2 success, 4 persistent transient failure, 5 permanent failure.</param>
/// <param name="Subject">What it concerns: 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.</param>
/// <param name="Detail">The exact condition.</param>
public readonly record struct EnhancedStatusCode(int Class, int Subject, int Detail)
{
    /// <summary>Reads a code from the start of a reply's text: a class of 2, 4 or 5 and two numbers of up to three digits.</summary>
    /// <param name="text">The text of a reply line.</param>
    /// <param name="code">The code.</param>
    /// <param name="rest">The text behind it.</param>
    public static bool TryRead(string text, out EnhancedStatusCode code, out string rest)
    {
        code = default;
        rest = text;
        var end = text.IndexOf(' ');
        var parts = (end < 0 ? text : text.Substring(0, end)).Split('.');
        if (parts.Length != 3 || parts[0] is not ("2" or "4" or "5")
            || !TryReadNumber(parts[1], out var subject) || !TryReadNumber(parts[2], out var detail))
            return false;

        code = new EnhancedStatusCode(parts[0][0] - '0', subject, detail);
        rest = end < 0 ? "" : text.Substring(end + 1);
        return true;
    }

    /// <summary>The code as it stands in a reply, such as <c>5.7.1</c>.</summary>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";

    private static bool TryReadNumber(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && digits.Length <= 3;
}
