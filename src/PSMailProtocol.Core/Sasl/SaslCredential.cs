using System.Net;

namespace PSMailProtocol.Sasl;

/// <summary>What every mechanism asks of a credential before a single octet of it is encoded.</summary>
internal static class SaslCredential
{
    /// <summary>Refuses NUL, which separates the fields of a SASL message and can be part of none (RFC 4616 section 2).</summary>
    public static void RefuseNul(NetworkCredential credential)
    {
        RefuseNul(credential.UserName, nameof(credential.UserName));
        RefuseNul(credential.Password, nameof(credential.Password));
    }

    private static void RefuseNul(string text, string name)
    {
        if (text.IndexOf('\0') >= 0)
            throw new MailArgumentException(MailErrors.InvalidWireText, name, "holds a NUL.");
    }
}
