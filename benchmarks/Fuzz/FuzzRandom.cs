namespace PSMailProtocol.Fuzz;

/// <summary>Numbers that follow from a seed alone, on every platform (xorshift64*).</summary>
internal struct FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed)
    {
        // splitmix64, so that neighbouring seeds have nothing in common.
        var mixed = seed + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        _state = (mixed ^ (mixed >> 31)) | 1;
    }

    /// <summary>A number from 0 to below a limit.</summary>
    public int Next(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)(((_state * 0x2545F4914F6CDD1D) >> 33) % (ulong)limit);
    }
}
