using System;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace PSMailProtocol.Commands;

/// <summary>Takes a moment, or in its place an age: a time span, or a number of days, before now.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : ArgumentTransformationAttribute
{
    private const string BasicDate = "yyyyMMdd";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var text = TextOf(value);

        // No age has eight digits, in days: that is more than twenty thousand years.
        if (text?.Length == BasicDate.Length
            && DateTime.TryParseExact(text, BasicDate, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new DateTimeOffset(date);
        if (AgeOf(value, text) is { } age)
            return Before(age);
        if (value is not null && LanguagePrimitives.TryConvertTo<DateTimeOffset>(inputData, CultureInfo.InvariantCulture, out var moment))
            return moment;

        throw new ArgumentTransformationMetadataException(
            $"'{text ?? value}' is neither a moment, such as 2026-01-31, nor an age, such as 90 for days or 12:00:00 for a time span.");
    }

    /// <summary>What was typed, or what a number looks like; quoted or not, it is to mean the same.</summary>
    private static string? TextOf(object? value) => value switch
    {
        string typed => typed.Trim(),
        IFormattable when IsNumber(value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsNumber(object value) =>
        value is BigInteger || (value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal);

    private static TimeSpan? AgeOf(object? value, string? text)
    {
        if (value is TimeSpan span)
            return span;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days))
            return Days(days);

        // "8:00" is a time of this day. With seconds it is what a time span writes itself as.
        return text?.Split(':').Length == 3 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out span) ? span : null;
    }

    private static TimeSpan Days(double days) =>
        Math.Abs(days) <= TimeSpan.MaxValue.TotalDays - 1 ? TimeSpan.FromDays(days) : throw TooFar();

    private static DateTimeOffset Before(TimeSpan age)
    {
        if (age < TimeSpan.Zero)
            throw new ArgumentTransformationMetadataException("An age is not negative.");

        var now = DateTimeOffset.Now;
        return age < now.UtcDateTime - DateTime.MinValue.AddDays(1) ? now - age : throw TooFar();
    }

    private static ArgumentTransformationMetadataException TooFar() => new("An age goes back to the year 1 at the most.");
}
