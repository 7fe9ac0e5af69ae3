using System;
using System.Diagnostics;
using System.Text;

namespace PSMailProtocol.Fuzz;

/// <summary>
/// Looks for inputs whose time grows faster than their length: every pair of tokens, repeated to a length and to four
/// times that length.
/// </summary>
internal static class ScalingCheck
{
    private const int Length = 64 * 1024;
    private const int Factor = 4;
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(25);

    private static readonly string[] Openings =
    [
        "", "From: ", "Subject: ", "Content-Disposition: x; ", "Received: ", "Content-Type: a/b; ",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        "Content-Type: multipart/related; boundary=b; start=\"<z>\"\r\n\r\n", "Content-Type: text/plain; format=flowed\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n\r\n", "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n",
    ];

    /// <summary>Returns the number of findings.</summary>
    public static int Run()
    {
        var findings = 0;
        for (var target = 0; target < FuzzTargets.Names.Length; target++)
        {
            foreach (var opening in target == 0 ? Openings : Openings[..1])
            {
                foreach (var first in FuzzSeeds.Tokens)
                {
                    foreach (var second in FuzzSeeds.Tokens)
                    {
                        findings += Check(target, opening, [.. first, .. second]) ? 0 : 1;
                    }
                }
            }

            Console.WriteLine(FuzzTargets.Names[target] + " done");
        }

        return findings;
    }

    private static bool Check(int target, string opening, byte[] piece)
    {
        TimeSpan small;
        try
        {
            small = Measure(target, opening, piece, Length);
        }
        catch (InvalidOperationException finding)
        {
            Console.WriteLine($"{FuzzTargets.Names[target]}: '{Encoding.Latin1.GetString(piece)}' after '{opening}': {finding.Message}");
            return false;
        }

        if (small < Noticeable)
        {
            return true;
        }

        small = Min(small, Min(Measure(target, opening, piece, Length), Measure(target, opening, piece, Length)));
        var large = Min(Measure(target, opening, piece, Length * Factor), Measure(target, opening, piece, Length * Factor));
        if (small < Noticeable || large < small * Factor * 3)
        {
            return true;
        }

        Console.WriteLine(
            $"{FuzzTargets.Names[target]}: '{Encoding.Latin1.GetString(piece)}' after '{opening}': {small.TotalMilliseconds:F0} ms, four " +
            $"times as long {large.TotalMilliseconds:F0} ms");
        return false;
    }

    private static TimeSpan Measure(int target, string opening, byte[] piece, int length)
    {
        var input = new byte[opening.Length + (length / piece.Length * piece.Length)];
        Encoding.Latin1.GetBytes(opening, input);
        for (var i = opening.Length; i < input.Length; i += piece.Length)
        {
            piece.CopyTo(input, i);
        }

        var start = Stopwatch.GetTimestamp();
        FuzzTargets.Run(target, input);
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
