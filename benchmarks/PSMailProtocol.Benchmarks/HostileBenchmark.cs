using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Mime.Reading;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// Everything read of messages that repeat what costs a careless reader more than its length: one of 1 MB, since a header block
/// may have no more, and one of a quarter of that. Figures are medians, once the code is compiled.
/// </summary>
internal static class HostileBenchmark
{
    public const string Name = "hostile";

    private const int Length = 1_000_000;

    public static void Run(int runs)
    {
        Console.WriteLine($"{Name}: {"1 MB of",-36} {"ms",8} {"MB allocated",14} {"times",7} {"and",7} a quarter's");
        foreach (HostilePiece piece in HostilePiece.All)
        {
            (double small, long smallOctets) = Measure(piece, Length / 4, runs);
            (double large, long largeOctets) = Measure(piece, Length, runs);
            Console.WriteLine(
                $"{Name}: {piece.Name,-36} {large,8:N1} {largeOctets / 1e6,14:N1} " +
                $"{large / small,7:N1} {(double)largeOctets / smallOctets,7:N1}");
        }
    }

    private static (double Milliseconds, long Allocated) Measure(HostilePiece piece, int length, int runs)
    {
        string text = piece.Start + string.Concat(Enumerable.Repeat(piece.Piece, length / piece.Piece.Length));
        byte[] octets = Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
        var milliseconds = new double[runs];
        long allocated = 0;
        for (int run = -2; run < runs; run++)
        {
            GC.Collect();
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            Read(MailMessage.Read(RawMail.FromBytes(octets)));
            if (run < 0)
                continue;
            milliseconds[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Array.Sort(milliseconds);
        return (milliseconds[runs / 2], allocated);
    }

    private static void Read(MailMessage message)
    {
        OwnLibrary.ReadAll(message, new Sink());
        _ = (message.References, message.Received, message.DeliveryStatus.Count, message.DispositionNotification, message.Defects.Count);
    }
}
