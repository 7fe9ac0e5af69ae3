using System;

namespace PSMailProtocol.Commands;

/// <summary>Tells why a pipeline ends early.</summary>
internal static class PipelineEnd
{
    /// <summary>
    /// Whether a command behind has taken what it wants, as <c>Select-Object -First</c> does, and was not stopped by a failure. PowerShell's
    /// own type for that is not public.
    /// </summary>
    public static bool IsEnough(Exception exception) => exception.GetType().Name == "StopUpstreamCommandsException";
}
