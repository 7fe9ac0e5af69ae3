using System;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Samples.Tour;

/// <summary>Shows rows under a header, as PowerShell would.</summary>
internal static class ObjectTable
{
    public static void Write(string[] columns, params object?[][] rows)
    {
        var cells = rows.Select(row => row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").ToArray()).ToArray();
        var widths = columns.Select((column, i) => Math.Max(column.Length, cells.Max(row => row[i].Length))).ToArray();

        WriteRow(columns, widths);
        WriteRow(widths.Select(width => new string('-', width)).ToArray(), widths);
        foreach (var row in cells)
            WriteRow(row, widths);
    }

    private static void WriteRow(string[] cells, int[] widths) =>
        Console.WriteLine("  " + string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
}
