using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Writes mailboxes and lists of them (RFC 5322 section 3.4) as header text.</summary>
internal static class MailboxText
{
    /// <summary>RFC 5321 section 4.5.3.1 allows 64 + 1 + 255; the rest is room for quotes.</summary>
    private const int LongestAddress = 500;

    /// <summary>A longer name is written as encoded-words, which can be folded.</summary>
    private const int LongestPlainName = 70;

    private static readonly IdnMapping Idna = new() { UseStd3AsciiRules = true };

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Writes a field with one mailbox or several, a comma between them.</summary>
    public static void Write(HeaderWriter header, string name, IList<MailboxAddress> mailboxes, TextCharset charset)
    {
        header.Begin(name);
        for (int i = 0; i < mailboxes.Count; i++)
            WriteMailbox(header, mailboxes[i], name, i < mailboxes.Count - 1 ? "," : "", charset);
        header.End();
    }

    /// <summary>Writes a field with one mailbox.</summary>
    public static void Write(HeaderWriter header, string name, MailboxAddress mailbox, TextCharset charset)
    {
        header.Begin(name);
        WriteMailbox(header, mailbox, name, "", charset);
        header.End();
    }

    /// <summary>The address as the wire has it: local part quoted where it must be, domain in A-labels (RFC 5891).</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="parameter">What to call it in an error.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static string AddrSpec(MailboxAddress mailbox, string parameter)
    {
        string address = LocalPart(mailbox.LocalPart, parameter) + "@" + Domain(mailbox.Domain, parameter);
        if (address.Length > LongestAddress || TextCharset.Utf8.Encoding.GetByteCount(address) > LongestAddress)
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address of more than {LongestAddress} octets.");
        return address;
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
                throw new MailException(MailErrors.InvalidAddress, $"{parameter} has a domain that is no internationalised domain name.", e);
            }
        }

        bool literal = ascii[0] == '[' && ascii[ascii.Length - 1] == ']';
        if (literal ? !IsLiteral(ascii) : !AtomText.IsDotAtom(ascii))
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address whose domain is not one.");
        return ascii;
    }

    /// <summary>Checks a mailbox that is not written.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static void Check(MailboxAddress mailbox, string parameter)
    {
        if (mailbox is null)
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an entry that is null.");
        HeaderRules.RefuseLineBreaks(mailbox.DisplayName ?? "", parameter, MailErrors.InvalidAddress);
        AddrSpec(mailbox, parameter);
    }

    private static void WriteMailbox(HeaderWriter header, MailboxAddress mailbox, string parameter, string after, TextCharset charset)
    {
        if (mailbox is null)
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an entry that is null.");
        string address = AddrSpec(mailbox, parameter);
        string name = mailbox.DisplayName;
        if (string.IsNullOrEmpty(name))
        {
            header.Word(address + after);
            return;
        }

        HeaderRules.RefuseLineBreaks(name, parameter, MailErrors.InvalidAddress);
        WriteName(header, name, charset);
        header.Word("<" + address + ">" + after);
    }

    private static void WriteName(HeaderWriter header, string name, TextCharset charset)
    {
        bool atoms = true;
        bool plain = name.Length <= LongestPlainName && name.IndexOf("=?", StringComparison.Ordinal) < 0;
        for (int i = 0; i < name.Length && plain; i++)
        {
            char c = name[i];
            plain = c is >= ' ' and <= '~';
            bool space = c == ' ' && i > 0 && i < name.Length - 1 && name[i - 1] != ' ';
            atoms &= space || AtomText.IsAtomText(c);
        }

        if (!plain)
            EncodedWords.Write(header, " ", name, charset, inPhrase: true);
        else if (atoms)
            header.Word(name);
        else
            header.Word(Quote(name));
    }

    private static string LocalPart(string local, string parameter)
    {
        HeaderRules.RefuseLineBreaks(local, parameter, MailErrors.InvalidAddress);
        foreach (char c in local)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address with a control character.");
        }

        if (!IsAscii(local) && !IsWholeUtf16(local))
            throw new MailException(MailErrors.InvalidAddress, $"{parameter} has an address with half of a surrogate pair.");
        return AtomText.IsDotAtom(local) ? local : Quote(local);
    }

    /// <summary>RFC 5322 section 3.2.4.</summary>
    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

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
