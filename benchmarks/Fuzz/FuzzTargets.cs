using System;
using System.Text;

namespace PSMailProtocol.Fuzz;

/// <summary>What is fuzzed: messages as they are received, single fields, addresses as they are typed, and drafts.</summary>
internal static class FuzzTargets
{
    // What is read costs a little for itself, and then in proportion to its octets. A group of a report, a header of its own that costs
    // 9 KB, may have four.
    private const long FixedAllocation = 1024 * 1024;
    private const long AllocationPerOctet = 2500;

    private const int Message = 0;
    private const int SingleField = 1;
    private const int Addresses = 2;
    private const int Draft = 3;

    // Half of the inputs are messages.
    private static readonly int[] Weights =
        [Message, Message, Message, Message, Message, SingleField, SingleField, SingleField, Addresses, Draft];

    public static readonly string[] Names = ["message", "field", "addresses", "draft"];

    /// <summary>The input of a number.</summary>
    public static byte[] CreateInput(ulong seed, long number, out int target)
    {
        var random = new FuzzRandom(seed + ((ulong)number * 0xD1342543DE82EF95));
        target = Choose(ref random);
        if (target != SingleField)
        {
            var seeds = target == Message ? FuzzSeeds.Messages : target == Addresses ? FuzzSeeds.Addresses : FuzzSeeds.Texts;
            return FuzzInput.Create(seeds, ref random);
        }

        var (name, values) = FuzzSeeds.Fields[random.Next(FuzzSeeds.Fields.Length)];
        return Field(name, FuzzInput.Create(values, ref random));
    }

    public static int Choose(ref FuzzRandom random) => Weights[random.Next(Weights.Length)];

    /// <summary>A message of a field.</summary>
    public static byte[] Field(string name, byte[] value) => [.. Encoding.ASCII.GetBytes(name + ": "), .. value, .. "\r\n\r\ntext"u8];

    /// <summary>Runs an input; an exception is a finding.</summary>
    public static void Run(int target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        switch (target)
        {
            case Addresses:
                FuzzDrafts.CheckAddresses(Encoding.UTF8.GetString(input));
                break;
            case Draft:
                FuzzDrafts.Check(input);
                break;
            default:
                FuzzMessages.ReadAll(input);
                break;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(
            allocated <= FixedAllocation + (AllocationPerOctet * input.Length),
            "allocates " + allocated + " for " + input.Length + " octets");
        if (target is Message or SingleField)
            FuzzMessages.Check(input);
    }

    public static void Require(bool condition, string finding)
    {
        if (!condition)
            throw new InvalidOperationException(finding);
    }
}
