using System.Text;
using PSMailProtocol.Fuzz;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Fuzz;

/// <summary>A short run of the fuzzer in benchmarks/Fuzz, and inputs with which it once found fault.</summary>
public class FuzzTests
{
    [Theory]
    [InlineData(20261127UL)]
    [InlineData(1UL)]
    public void No_input_is_too_much(ulong seed)
    {
        for (var number = 0; number < 20_000; number++)
        {
            var input = FuzzTargets.CreateInput(seed, number, out var target);
            var failure = Record.Exception(() => FuzzTargets.Run(target, input));

            Assert.True(failure is null, $"Input {number} of seed {seed}: {failure}");
        }
    }

    [Theory]
    [InlineData(0, "From \r\n")]
    [InlineData(3, "\u00EF\u00BF\u00BD and \u00EF\u00BF\u00BD and \u00EF\u00BF\u00BD and \u00EF\u00BF\u00BD and \u00EF\u00BF\u00BD and")]
    public void Inputs_once_found_stay_found(int target, string input)
    {
        FuzzTargets.Run(target, Encoding.Latin1.GetBytes(input));
    }

    [Fact]
    public void An_input_follows_from_its_seed_and_number_alone()
    {
        Assert.Equal(FuzzTargets.CreateInput(5, 17, out _), FuzzTargets.CreateInput(5, 17, out _));
        Assert.NotEqual(FuzzTargets.CreateInput(5, 17, out _), FuzzTargets.CreateInput(6, 17, out _));
    }

    [Fact]
    public void Every_target_comes_up()
    {
        var found = new bool[FuzzTargets.Names.Length];
        for (var number = 0; number < 200; number++)
        {
            FuzzTargets.CreateInput(1, number, out var target);
            found[target] = true;
        }

        Assert.DoesNotContain(false, found);
    }
}
