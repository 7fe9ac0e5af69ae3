using System;

namespace PSMailProtocol.Mime;

/// <summary>Quoted-printable that is cut within an escape at its very end, which is text; the library waits for the rest of it.</summary>
internal sealed class QuotedPrintableEnd() : ContentDecoder(new MimeKit.Encodings.QuotedPrintableDecoder())
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    // Behind an escape that is cut the line end is text as well; behind an equals sign alone it is none.
    public override int Finish(byte[] decoded) => Math.Max(0, Decoder.Decode(LineEnd, 0, 1, decoded) - 1);
}
