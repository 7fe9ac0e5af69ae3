using System.Text;
using PSMailProtocol.Fuzz;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>A short run of the fuzzer in benchmarks/Fuzz, and the inputs that it once found fault with.</summary>
public class FuzzTests
{
    [Theory]
    [InlineData(20240506UL)]
    [InlineData(1UL)]
    public void No_input_is_too_much(ulong seed)
    {
        for (var number = 0; number < 4000; number++)
        {
            var input = FuzzTargets.CreateInput(seed, number, out var target);

            FuzzTargets.Run(target, input, inWindow: number % 8 == 0);
        }
    }

    [Theory]
    [InlineData(1, "<a@\"b")]
    [InlineData(1, "\"a@b\" x@\"")]
    [InlineData(0, "From \r\n")]
    [InlineData(0, "From: a@b\nX: y\n\nbody")]
    [InlineData(0, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--\n")]
    public void Inputs_once_found_stay_found(int target, string input)
    {
        FuzzTargets.Run(target, Encoding.Latin1.GetBytes(input), inWindow: true);
    }

    [Fact]
    public void An_input_follows_from_its_seed_and_number_alone()
    {
        Assert.Equal(FuzzTargets.CreateInput(5, 17, out _), FuzzTargets.CreateInput(5, 17, out _));
        Assert.NotEqual(FuzzTargets.CreateInput(5, 17, out _), FuzzTargets.CreateInput(6, 17, out _));
    }
}
