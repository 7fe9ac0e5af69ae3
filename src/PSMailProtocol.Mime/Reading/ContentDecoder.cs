using MimeKit.Encodings;

namespace PSMailProtocol.Mime;

/// <summary>Decodes content piece by piece, as the library does.</summary>
internal class ContentDecoder(IMimeDecoder decoder)
{
    protected IMimeDecoder Decoder => decoder;

    /// <summary>How much room the octets of an input of a length may take, and those that are left behind it.</summary>
    public int MostOctets(int length) => decoder.EstimateOutputLength(length) + 3;

    /// <summary>Decodes a piece of the input.</summary>
    /// <param name="encoded">The input.</param>
    /// <param name="index">Where it begins, and then where what is left of it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="decoded">Where the octets go, from the first on.</param>
    /// <returns>How many there are; perhaps none.</returns>
    public virtual int Decode(byte[] encoded, ref int index, int end, byte[] decoded)
    {
        var count = decoder.Decode(encoded, index, end - index, decoded);
        index = end;
        return count;
    }

    /// <summary>Gives the octets that are left behind all input.</summary>
    public virtual int Finish(byte[] decoded) => 0;
}
