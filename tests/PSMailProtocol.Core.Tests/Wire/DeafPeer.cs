using System;
using System.IO;

namespace PSMailProtocol.Tests.Wire;

/// <summary>A peer that says what it has to say whatever it hears, and then ends the connection.</summary>
public sealed class DeafPeer(byte[] speech) : MemoryStream(speech, writable: false)
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => ObjectDisposedException.ThrowIf(!CanRead, this);
}
