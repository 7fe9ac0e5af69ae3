using System;
using System.Globalization;
using System.IO;

namespace PSMailProtocol.Sandbox.Smtp;

/// <content>BDAT (RFC 3030), which any message may come by that could come by DATA; BINARYMIME is not offered.</content>
internal sealed partial class SmtpServerSession
{
    private bool _isChunkMalformed;

    /// <summary>Takes the octets of a chunk off the wire. Where nobody can tell how many there are, the session ends.</summary>
    private void ReadChunk(string argument)
    {
        _isChunkMalformed = !TryReadSize(argument, out var size, out _);
        if (_isChunkMalformed)
            return;

        var keeps = _transaction is { Recipients.Count: > 0 } && Offers("CHUNKING");
        var destination = keeps ? _transaction!.Chunks ??= new CappedBuffer(Service.Options.MaximumMessageSize) : Stream.Null;
        var block = new byte[64 * 1024];
        for (; size > 0; size -= block.Length)
        {
            var piece = (int)Math.Min(size, block.Length);
            Connection.ReadExactly(block, 0, piece);
            destination.Write(block, 0, piece);
        }
    }

    private void Chunk(string argument)
    {
        if (_isChunkMalformed)
        {
            Reply("501 5.5.4 Syntax: BDAT size [LAST]");
            Close();
            return;
        }

        TryReadSize(argument, out var size, out var isLast);
        if (!Offers("CHUNKING"))
            Reply("502 5.5.1 CHUNKING is not offered");
        else if (_transaction is null)
            Reply("503 5.5.1 MAIL comes first");
        else if (_transaction.Recipients.Count == 0)
            Reply("554 5.5.1 No valid recipients");
        else if (!isLast && _transaction.Chunks!.IsExceeded)
            Reply("552 5.3.4 Message size exceeds the limit");
        else if (!isLast)
            Reply($"250 2.0.0 {size} octets received");
        else
            FinishChunks(_transaction);
    }

    private void FinishChunks(MailTransaction transaction)
    {
        _transaction = null;
        using var body = transaction.Chunks!;
        Perform(SandboxFault.EndOfData, "", "", () => Finish(transaction, body));
    }

    private static bool TryReadSize(string argument, out long size, out bool isLast)
    {
        var words = argument.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        size = 0;
        isLast = words.Length == 2 && string.Equals(words[1], "LAST", StringComparison.OrdinalIgnoreCase);
        return words.Length > 0 && (words.Length == 1 || isLast)
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }
}
