using System;
using System.IO;
using System.Threading;

namespace PSMailProtocol.Messages;

/// <summary>
/// A message in a temporary file that nobody else knows. When the message is garbage, so is the file: the
/// collector is told its size, since to it a message that costs a file handle and megabytes of disk looks tiny.
/// </summary>
internal sealed class SpooledMail : StreamMail
{
    private static int _count;

    public SpooledMail(FileStream file)
        : base(file)
    {
        Interlocked.Increment(ref _count);
        GC.AddMemoryPressure(Math.Max(1, Length));
    }

    ~SpooledMail()
    {
        GC.RemoveMemoryPressure(Math.Max(1, Length));
        Interlocked.Decrement(ref _count);
    }

    /// <summary>How many there are now, in the whole process.</summary>
    internal static int Count => Volatile.Read(ref _count);
}
