using System;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace PSMailProtocol.Commands;

/// <summary>
/// Tells why a pipeline ends while something is written to it: a command behind has what it wants, as <c>Select-Object -First</c>, or one
/// failed. PowerShell throws the same for both and keeps the cause to itself, so that is looked up where it has it. Where it is not found
/// there, in another version, every end counts as a failure, which is the safe reading.
/// </summary>
internal static class PipelineEnd
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Whether a command behind has taken what was written and wants no more.</summary>
    /// <param name="command">The command that wrote.</param>
    /// <param name="exception">What writing ended with.</param>
    public static bool IsEnough(PSCmdlet command, Exception exception) =>
        exception is PipelineStoppedException && !command.Stopping
            && CauseOf(command.CommandRuntime)?.GetType().Name == "StopUpstreamCommandsException";

    /// <summary>The field has this name in PowerShell 7, and in Windows PowerShell the same without the underscore.</summary>
    private static object? CauseOf(ICommandRuntime runtime)
    {
        var pipeline = runtime.GetType().GetProperty("PipelineProcessor", Instance)?.GetValue(runtime);
        var type = pipeline?.GetType();
        var cause = (type?.GetField("_firstTerminatingError", Instance)
            ?? type?.GetField("firstTerminatingError", Instance))?.GetValue(pipeline);
        return cause is ExceptionDispatchInfo dispatched ? dispatched.SourceException : cause;
    }
}
