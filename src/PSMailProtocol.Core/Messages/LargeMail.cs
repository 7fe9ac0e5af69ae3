using System.Threading;

namespace PSMailProtocol.Messages;

/// <summary>
/// A large message in memory. All of them in a process share one room, so that a pipeline that keeps none is spared the
/// detour over the disk, and one that keeps thousands does not fill the memory: what finds no room goes to a file.
/// </summary>
internal sealed class LargeMail : MemoryMail
{
    /// <summary>The room for all of them together, in octets.</summary>
    internal const int Room = 64 << 20;

    private static long _taken;

    private readonly Place _place;

    /// <param name="bytes">The message.</param>
    public LargeMail(byte[] bytes)
        : base(bytes)
    {
        _place = new Place(bytes.Length);
    }

    /// <summary>How much of the room is taken now.</summary>
    internal static long Taken => Interlocked.Read(ref _taken);

    /// <summary>Whether a message of so many octets finds room now.</summary>
    public static bool HasRoomFor(long octets) => octets <= Room - Taken;

    /// <summary>Apart from the bytes, so that they need not outlive the message until its finalizer has run.</summary>
    private sealed class Place
    {
        private readonly int _octets;

        public Place(int octets)
        {
            _octets = octets;
            Interlocked.Add(ref _taken, octets);
        }

        ~Place() => Interlocked.Add(ref _taken, -_octets);
    }
}
