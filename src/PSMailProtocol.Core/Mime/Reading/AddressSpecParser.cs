using System;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Reads <c>local@domain</c> with the white space and comments that obsolete syntax allows around each piece (RFC 5322 section 4.4).</summary>
internal sealed class AddressSpecParser
{
    // atext and the dot: an address of these alone, which nearly every one is, needs no tokens.
    private static readonly bool[] Plain = CreatePlain();

    private OctetBuffer? _local;
    private OctetBuffer? _domain;

    /// <summary>Reads an address, or returns <c>null</c> when there is none.</summary>
    /// <param name="strayName">Where the local part begins, when words that can only be a name come before it.</param>
    public MailboxAddress? Read(byte[] buffer, int start, int end, DecodingContext context, out int strayName)
    {
        HeaderScan.Trim(buffer, ref start, ref end);
        strayName = start;
        return ReadPlain(buffer, start, end) ?? ReadTokens(buffer, start, end, context, out strayName);
    }

    private static MailboxAddress? ReadPlain(byte[] buffer, int start, int end)
    {
        var at = -1;
        for (var i = start; i < end; i++)
        {
            if (buffer[i] == '@' && at < 0)
            {
                at = i;
            }
            else if (!Plain[buffer[i]])
            {
                return null;
            }
        }

        return at <= start || at == end - 1
            ? null
            : new MailboxAddress("", Encoding.ASCII.GetString(buffer, start, at - start), Encoding.ASCII.GetString(buffer, at + 1, end - at - 1));
    }

    private MailboxAddress? ReadTokens(byte[] buffer, int start, int end, DecodingContext context, out int strayName)
    {
        strayName = start;
        var local = _local ??= new OctetBuffer(64);
        var domain = _domain ??= new OctetBuffer(64);
        local.Clear();
        domain.Clear();
        var inDomain = false;
        var afterAtom = false;
        var isQuoted = false;
        for (var i = HeaderScan.SkipSpaceAndComments(buffer, start, end); i < end; i = HeaderScan.SkipSpaceAndComments(buffer, i, end))
        {
            var current = inDomain ? domain : local;
            switch (buffer[i])
            {
                case (byte)'@':
                    // With several at signs the last one is before the domain.
                    if (inDomain)
                    {
                        local.Add((byte)'@');
                        local.Add(domain.Bytes, 0, domain.Count);
                        domain.Clear();
                    }

                    inDomain = true;
                    afterAtom = false;
                    i++;
                    continue;
                case (byte)'.':
                    current.Add(buffer[i++]);
                    afterAtom = false;
                    continue;
                case (byte)'>' or (byte)'<':
                    i++;
                    continue;
            }

            if (afterAtom && inDomain)
            {
                context.Report(MimeDefect.InvalidAddress, i);
                break;
            }

            if (afterAtom)
            {
                local.Clear();
                strayName = i;
            }

            isQuoted |= !inDomain && buffer[i] == '"';
            i = AppendWord(buffer, i, end, current);
            afterAtom = true;
        }

        if (local.Count == 0 && !isQuoted)
        {
            return null;
        }

        var address = new MailboxAddress("", Decode(local, context), Decode(domain, context));
        return HasControl(address.LocalPart) || HasControl(address.Domain) ? null : address;
    }

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
            {
                return true;
            }
        }

        return false;
    }

    // An atom, a quoted string without its quotes, or an address literal with its brackets.
    private static int AppendWord(byte[] buffer, int i, int end, OctetBuffer target)
    {
        if (buffer[i] == '"')
        {
            for (i++; i < end && buffer[i] != '"'; i++)
            {
                i += buffer[i] == '\\' && i + 1 < end ? 1 : 0;
                if (buffer[i] is not ((byte)'\r' or (byte)'\n'))
                {
                    target.Add(buffer[i]);
                }
            }

            return Math.Min(i + 1, end);
        }

        var stop = buffer[i] == '[' ? Array.IndexOf(buffer, (byte)']', i, end - i) + 1 : 0;
        if (stop == 0)
        {
            stop = i + 1;
            while (stop < end && !HeaderScan.IsSpace(buffer[stop]) && buffer[stop] is not ((byte)'@' or (byte)'.' or (byte)'(' or (byte)'"' or (byte)'<' or (byte)'>'))
            {
                stop++;
            }
        }

        target.Add(buffer, i, stop - i);
        return stop;
    }

    private static string Decode(OctetBuffer octets, DecodingContext context)
    {
        if (IsAscii(octets))
        {
            return Encoding.ASCII.GetString(octets.Bytes, 0, octets.Count);
        }

        // A sender who encodes the address itself is wrong, yet the text is no address unless it is decoded.
        return HeaderText.Decode(octets.Bytes, 0, octets.Count, DecodingContext.WithCharset(context.FallbackCharset));
    }

    private static bool IsAscii(OctetBuffer octets)
    {
        for (var i = 0; i < octets.Count; i++)
        {
            if (octets.Bytes[i] is >= 128 or (byte)'?' or < 32)
            {
                return false;
            }
        }

        return true;
    }

    private static bool[] CreatePlain()
    {
        var plain = new bool[256];
        for (var octet = 33; octet < 127; octet++)
        {
            plain[octet] = octet == '.' || AtomText.IsAtomText((char)octet);
        }

        plain['='] = true;
        plain['?'] = false;
        return plain;
    }
}
