using System;
using System.Globalization;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Takes an age where a moment is asked for: a time span, or a number of days, before now.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var age = value switch
        {
            TimeSpan span => span,
            int or long or double or decimal => TimeSpan.FromDays(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days) => TimeSpan.FromDays(days),
            _ => (TimeSpan?)null,
        };
        if (age is null)
            return inputData;
        if (age < TimeSpan.Zero)
            throw new ArgumentTransformationMetadataException("An age is not negative.");
        return DateTimeOffset.Now - age.Value;
    }
}
