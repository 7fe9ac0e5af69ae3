using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Quoted-printable that is cut within an escape at its very end, which is text; the library waits for the rest of it.</summary>
internal sealed class QuotedPrintableEnd(Stream encoded) : DecodingStream(encoded, new MimeKit.Encodings.QuotedPrintableDecoder())
{
    // Behind an escape that is cut the line end is text as well; behind an equals sign alone it is none.
    protected override int Finish(int offset) => Math.Max(0, Decode([(byte)'\n'], 0, 1, offset) - 1);
}
