using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Field names: which octets they may have, how they compare, and the common ones as shared strings.</summary>
internal static class FieldNames
{
    private static readonly byte[] LowerCase = CreateLowerCase();
    private static readonly bool[] NameOctets = CreateNameOctets();
    private static readonly string[][] Known = CreateKnown(
        "From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "Message-Id", "In-Reply-To",
        "References", "Received", "Return-Path", "Delivered-To", "X-Original-To", "MIME-Version", "Mime-Version",
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "Content-Id",
        "Content-Description", "Content-Language", "Content-Location", "DKIM-Signature", "Authentication-Results",
        "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results", "Received-SPF", "List-Unsubscribe",
        "List-Unsubscribe-Post", "List-Id", "List-Post", "List-Help", "List-Archive", "Precedence", "Auto-Submitted",
        "X-Mailer", "User-Agent", "X-Priority", "Importance", "Priority", "Thread-Topic", "Thread-Index",
        "X-Spam-Status", "X-Spam-Score", "X-Spam-Level", "X-Spam-Flag", "Disposition-Notification-To",
        "Resent-From", "Resent-To", "Resent-Date", "Errors-To", "Feedback-ID", "Organization");

    /// <summary>RFC 5322 section 3.6.8: <c>ftext</c>, printable ASCII but the colon.</summary>
    public static bool IsNameOctet(byte octet) => NameOctets[octet];

    /// <summary>An ASCII letter as lower case, anything else as it is.</summary>
    public static byte ToLower(byte octet) => LowerCase[octet];

    /// <summary>Compares octets to an ASCII text without regard to case.</summary>
    public static bool Equals(byte[] buffer, int start, int length, string text)
    {
        if (length != text.Length)
        {
            return false;
        }

        for (var i = 0; i < length; i++)
        {
            if (LowerCase[buffer[start + i]] != LowerCase[text[i] & 0x7F])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name as a string, exactly as written.</summary>
    public static string Get(byte[] buffer, int start, int length)
    {
        if (length < Known.Length)
        {
            foreach (var name in Known[length])
            {
                if (EqualsExactly(buffer, start, name))
                {
                    return name;
                }
            }
        }

        return Encoding.ASCII.GetString(buffer, start, length);
    }

    private static bool EqualsExactly(byte[] buffer, int start, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (buffer[start + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] CreateLowerCase()
    {
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (byte)(i is >= 'A' and <= 'Z' ? i + 32 : i);
        }

        return table;
    }

    private static bool[] CreateNameOctets()
    {
        var table = new bool[256];
        for (var i = 33; i < 127; i++)
        {
            table[i] = i != ':';
        }

        return table;
    }

    private static string[][] CreateKnown(params string[] names)
    {
        var byLength = new string[32][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = System.Array.FindAll(names, name => name.Length == length);
        }

        byLength[0] = [""];
        return byLength;
    }
}
