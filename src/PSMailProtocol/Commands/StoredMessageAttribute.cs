using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Puts what stands for a stored message in its place, so that it ends in an error that says what to do.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StoredMessageAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => StoredMessage.Of(inputData) ?? inputData;
}
