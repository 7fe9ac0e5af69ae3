using System;

namespace PSMailProtocol.Mime;

/// <summary>Folds and NULs of an address field, for which the library refuses a quoted local part and all addresses behind it.</summary>
internal static class AddressBlanks
{
    /// <summary>The field unfolded, with spaces for tabs and NULs.</summary>
    public static byte[] Mend(byte[] value)
    {
        var text = FieldText.FromOctets(value);
        return text.IndexOfAny(['\r', '\n', '\0']) < 0
            ? value
            : FieldText.Octets.GetBytes(text.Replace("\r", "").Replace("\n", "").Replace('\0', ' ').Replace('\t', ' '));
    }
}
