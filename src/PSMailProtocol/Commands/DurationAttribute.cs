using System;
using System.Globalization;
using System.Management.Automation;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Takes a time span, or a number of seconds, which PowerShell by itself takes for a tenth of a microsecond each.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : CellAttribute
{
    public DurationAttribute()
        : base(typeof(TimeSpan))
    {
    }

    /// <summary>The time that a value stands for; null where it is none, or a negative one.</summary>
    public static TimeSpan? Read(object? value)
    {
        var bare = BareObject.Of(value);
        var text = Convert.ToString(bare, CultureInfo.InvariantCulture)?.Trim();
        TimeSpan? time = bare is TimeSpan span ? span
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds < int.MaxValue / 1000 ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span) ? span
            : null;
        return time >= TimeSpan.Zero ? time : null;
    }

    /// <inheritdoc/>
    protected override object Fit(EngineIntrinsics engineIntrinsics, object value) => Read(value)
        ?? throw new ArgumentTransformationMetadataException(
            $"{WireText.Excerpt($"\"{value}\"")} is neither a number of seconds, such as 0.5, nor a time span, such as 00:00:01.");
}
