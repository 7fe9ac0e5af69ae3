using System;
using System.Collections.Generic;

namespace PSMailProtocol.Fuzz;

/// <summary>Makes inputs: seeds with mutations, and octets at random. The same seed and number give the same input.</summary>
internal static class FuzzInput
{
    private const int MaxLength = 16 * 1024;

    public static byte[] Create(IReadOnlyList<byte[]> seeds, ref FuzzRandom random)
    {
        var octets = new List<byte>(512);
        if (random.Next(16) == 0)
        {
            AddNoise(octets, ref random);
        }
        else
        {
            octets.AddRange(seeds[random.Next(seeds.Count)]);
        }

        for (var mutations = 1 + random.Next(8); mutations > 0; mutations--)
        {
            Mutate(octets, seeds, ref random);
        }

        if (octets.Count > MaxLength)
        {
            octets.RemoveRange(MaxLength, octets.Count - MaxLength);
        }

        return [.. octets];
    }

    private static void AddNoise(List<byte> octets, ref FuzzRandom random)
    {
        for (var count = random.Next(200); count > 0; count--)
        {
            if (random.Next(2) == 0)
            {
                octets.AddRange(FuzzSeeds.Tokens[random.Next(FuzzSeeds.Tokens.Length)]);
            }
            else
            {
                octets.Add((byte)random.Next(256));
            }
        }
    }

    private static void Mutate(List<byte> octets, IReadOnlyList<byte[]> seeds, ref FuzzRandom random)
    {
        var at = random.Next(octets.Count + 1);
        var count = Math.Min(1 + random.Next(24), octets.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < octets.Count:
                octets[at] = (byte)random.Next(256);
                break;
            case 1 when at < octets.Count:
                octets[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                octets.RemoveRange(at, count);
                break;
            case 3 when random.Next(4) == 0:
                octets.RemoveRange(at, octets.Count - at);
                break;
            case 4:
                octets.InsertRange(random.Next(octets.Count + 1), octets.GetRange(at, count));
                break;
            case 5 when random.Next(4) == 0:
                octets.InsertRange(at, seeds[random.Next(seeds.Count)]);
                break;
            case 6 when random.Next(16) == 0:
                Repeat(octets, at, ref random);
                break;
            default:
                octets.InsertRange(at, FuzzSeeds.Tokens[random.Next(FuzzSeeds.Tokens.Length)]);
                break;
        }
    }

    private static void Repeat(List<byte> octets, int at, ref FuzzRandom random)
    {
        var token = FuzzSeeds.Tokens[random.Next(FuzzSeeds.Tokens.Length)];
        var repeated = new List<byte>();
        for (var times = 1 << random.Next(11); times > 0; times--)
        {
            repeated.AddRange(token);
        }

        octets.InsertRange(at, repeated);
    }
}
