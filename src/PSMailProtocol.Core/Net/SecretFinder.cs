using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Net;

/// <summary>
/// Finds secrets in text, in any letter case, whole or in pieces: a server may cut or wrap what it repeats. The work is
/// linear in the text, and of a long secret only hashes and its two ends are kept.
/// </summary>
internal sealed class SecretFinder
{
    /// <summary>What is shorter than this is part of too many words.</summary>
    public const int Shortest = 4;

    /// <summary>So many characters in a row that are also in a secret are a piece of it.</summary>
    private const int Piece = 8;

    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>What stands around something that was cut or quoted.</summary>
    private static readonly char[] Around = [' ', '.', '…', '"', '\'', '`', '<', '>', '(', ')', '[', ']', ':', ';', ',', '!', '?',
        '\t', '\r'];

    private static readonly ulong Oldest = Power(Piece);

    private readonly HashSet<ulong> _pieces = [];
    private readonly HashSet<string> _heads = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _tails = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _wholes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is anything to find.</summary>
    public bool IsNeeded => HasShort || _heads.Count > 0;

    /// <summary>Whether one of them is too short to be found.</summary>
    public bool HasShort { get; private set; }

    /// <summary>Adds a secret; an empty one is none.</summary>
    public void Add(string secret)
    {
        if (secret.Length < Shortest)
        {
            HasShort |= secret.Length > 0;
            return;
        }

        _heads.Add(secret.Substring(0, Math.Min(secret.Length, Piece - 1)));
        _tails.Add(secret.Substring(Math.Max(0, secret.Length - (Piece - 1))));
        if (secret.Length < Piece)
            _wholes.Add(secret);
        ForEachPiece(secret, (hash, _) => _pieces.Add(hash));
    }

    /// <summary>The text with something else in the place of every secret and every piece of one.</summary>
    public string Mask(string text, string mask)
    {
        var found = new bool[text.Length];
        ForEachPiece(text, (hash, start) =>
        {
            if (_pieces.Contains(hash))
                Mark(found, start, Piece);
        });
        foreach (var whole in _wholes)
        {
            for (var at = 0; (at = text.IndexOf(whole, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
                Mark(found, at, whole.Length);
        }

        MarkEnds(text, found);
        return Array.IndexOf(found, true) < 0 ? text : Replaced(text, found, mask);
    }

    /// <summary>A text that was cut ends in the beginning of a secret, and the next one begins with the rest.</summary>
    private void MarkEnds(string text, bool[] found)
    {
        var end = text.TrimEnd(Around).Length;
        var start = text.Length - text.TrimStart(Around).Length;
        foreach (var (edge, isHead) in new[] { (end, true), (text.Length, true), (start, false), (0, false) })
        {
            foreach (var part in isHead ? _heads : _tails)
            {
                for (var length = part.Length; length >= Shortest; length--)
                {
                    var at = isHead ? edge - length : edge;
                    var from = isHead ? 0 : part.Length - length;
                    if (at < 0 || at + length > text.Length
                        || string.Compare(text, at, part, from, length, StringComparison.OrdinalIgnoreCase) != 0)
                        continue;

                    Mark(found, at, length);
                    break;
                }
            }
        }
    }

    private static void Mark(bool[] found, int start, int count)
    {
        for (var i = start; i < start + count; i++)
            found[i] = true;
    }

    private static string Replaced(string text, bool[] found, string mask)
    {
        var clear = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!found[i])
                clear.Append(text[i]);
            else if (i == 0 || !found[i - 1])
                clear.Append(mask);
        }

        return clear.ToString();
    }

    /// <summary>Rolls a hash over every run of <see cref="Piece"/> characters.</summary>
    private static void ForEachPiece(string text, Action<ulong, int> piece)
    {
        var hash = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            unchecked
            {
                hash = hash * Factor + char.ToUpperInvariant(text[i]);
                if (i >= Piece)
                    hash -= Oldest * char.ToUpperInvariant(text[i - Piece]);
            }

            if (i >= Piece - 1)
                piece(hash, i - Piece + 1);
        }
    }

    private static ulong Power(int exponent)
    {
        var power = 1UL;
        for (var i = 0; i < exponent; i++)
            power = unchecked(power * Factor);
        return power;
    }
}
