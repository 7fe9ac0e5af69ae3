using System;
using System.Globalization;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Checks mailboxes (RFC 5322 section 3.4) and hands them to MimeKit.</summary>
internal static class MailboxRules
{
    /// <summary>RFC 5321 section 4.5.3.1 allows 64 + 1 + 255; the rest is room for quotes.</summary>
    private const int LongestAddress = 500;

    /// <summary>Without the rules of STD 3, which know no underscore.</summary>
    private static readonly IdnMapping Idna = new();

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>The mailbox as MimeKit writes it, checked and its name encoded.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="parameter">What to call it in an error.</param>
    /// <param name="charset">The charset of the name.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static MimeKit.MailboxAddress Written(MailboxAddress mailbox, string parameter, TextCharset charset)
    {
        string address = Check(mailbox, parameter);
        return new MimeKit.MailboxAddress(Encoding.UTF8,
            EncodedWords.Encode(mailbox.DisplayName ?? "", charset, parameter.Length + 2), address);
    }

    /// <summary>
    /// Checks a mailbox: the address as the wire has it, local part quoted where it must be, domain in A-labels (RFC 5891).
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static string Check(MailboxAddress mailbox, string parameter)
    {
        if (mailbox is null)
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an entry that is null.");
        HeaderRules.RefuseLineBreaks(mailbox.DisplayName ?? "", parameter, MailErrors.InvalidAddress);
        CheckLocalPart(mailbox.LocalPart, parameter);
        string address = new MailboxAddress("", mailbox.LocalPart, Domain(mailbox.Domain, parameter)).Address;
        return Encoding.UTF8.GetByteCount(address) <= LongestAddress
            ? address
            : throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address of more than {LongestAddress} octets.");
    }

    /// <summary>A domain in A-labels, or an address literal as it is.</summary>
    public static string Domain(string domain, string parameter)
    {
        if (string.IsNullOrEmpty(domain))
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address without a domain.");
        HeaderRules.RefuseLineBreaks(domain, parameter, MailErrors.InvalidAddress);
        string ascii = domain;
        if (!IsAscii(domain))
        {
            try
            {
                ascii = Idna.GetAscii(domain);
            }
            catch (ArgumentException e)
            {
                throw new MailException(MailErrors.InvalidAddress,
                    $"{parameter} has a domain that is no internationalised domain name.", e);
            }
        }

        bool literal = ascii[0] == '[' && ascii[ascii.Length - 1] == ']';
        if (literal ? !IsLiteral(ascii) : !AtomText.IsDotAtom(ascii))
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address whose domain is not one.");
        return ascii;
    }

    private static void CheckLocalPart(string local, string parameter)
    {
        HeaderRules.RefuseLineBreaks(local, parameter, MailErrors.InvalidAddress);
        foreach (char c in local)
        {
            if (AtomText.IsControl(c))
                throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address with a control character.");
        }

        if (!IsAscii(local) && !IsWholeUtf16(local))
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address with half of a surrogate pair.");
    }

    /// <summary>RFC 5322 section 3.4.1, dtext: printable ASCII without brackets and backslash.</summary>
    private static bool IsLiteral(string domain)
    {
        for (int i = 1; i < domain.Length - 1; i++)
        {
            if (domain[i] is < '!' or > '~' or '[' or ']' or '\\')
                return false;
        }

        return domain.Length > 2;
    }

    private static bool IsAscii(string text)
    {
        foreach (char c in text)
        {
            if (c > '~')
                return false;
        }

        return true;
    }

    private static bool IsWholeUtf16(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
