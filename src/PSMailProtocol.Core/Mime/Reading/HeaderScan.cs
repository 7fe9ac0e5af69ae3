namespace PSMailProtocol.Mime;

/// <summary>Steps over white space and comments (CFWS, RFC 5322 section 3.2.2) in the octets of a header value.</summary>
internal static class HeaderScan
{
    public static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static bool IsSpace(byte[] buffer, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!IsSpace(buffer[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static void Trim(byte[] buffer, ref int start, ref int end)
    {
        while (start < end && IsSpace(buffer[start]))
        {
            start++;
        }

        while (end > start && IsSpace(buffer[end - 1]))
        {
            end--;
        }
    }

    public static int SkipSpace(byte[] buffer, int position, int end)
    {
        while (position < end && IsSpace(buffer[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>Steps over white space and comments.</summary>
    public static int SkipSpaceAndComments(byte[] buffer, int position, int end)
    {
        while (true)
        {
            position = SkipSpace(buffer, position, end);
            if (position == end || buffer[position] != '(')
            {
                return position;
            }

            position = SkipComment(buffer, position, end);
        }
    }

    /// <summary>Steps over a comment and those inside it; one that is not closed lasts to the end.</summary>
    public static int SkipComment(byte[] buffer, int position, int end)
    {
        var depth = 0;
        for (; position < end; position++)
        {
            switch (buffer[position])
            {
                case (byte)'\\':
                    position++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return position + 1;
            }
        }

        return end;
    }
}
