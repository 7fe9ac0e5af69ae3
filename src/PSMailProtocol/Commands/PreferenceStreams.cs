using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace PSMailProtocol.Commands;

/// <summary>
/// What a command says beside its output. The user's preferences can make each line the end of the pipeline, after which no
/// result gets out any more. So while something is under way whose result the user has to have, such a line waits.
/// </summary>
internal sealed class PreferenceStreams
{
    private readonly PSCmdlet _cmdlet;
    private readonly Queue<Action> _held = new();
    private bool _isHolding;

    public PreferenceStreams(PSCmdlet cmdlet) => _cmdlet = cmdlet;

    /// <summary>Whether a line waits.</summary>
    public bool HasHeld => _held.Count > 0;

    public void Warning(string text) => Write("WarningAction", "WarningPreference", () => _cmdlet.WriteWarning(text));

    public void Verbose(string text) => Write("Verbose", "VerbosePreference", () => _cmdlet.WriteVerbose(text));

    public void Debug(string text) => Write("Debug", "DebugPreference", () => _cmdlet.WriteDebug(text));

    public void Progress(ProgressRecord record) => Write("ProgressAction", "ProgressPreference", () => _cmdlet.WriteProgress(record));

    /// <summary>Writes an error that may wait for the results of others that are under way.</summary>
    public void Error(ErrorRecord record) => Write("ErrorAction", "ErrorActionPreference", () => _cmdlet.WriteError(record));

    /// <summary>From now on something is under way.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>Every result is out: what waited is said, and may end the pipeline.</summary>
    public void Release()
    {
        _isHolding = false;
        while (_held.Count > 0)
            Say(_held.Dequeue());
    }

    /// <summary>
    /// Runs what may ask the user. PowerShell's own failure to ask, where nobody is at a console, is one of several exceptions
    /// that name nothing that anybody could change.
    /// </summary>
    /// <returns>Whether it ran; if not, there was nobody to ask.</returns>
    public static bool TryAsk(Action ask)
    {
        try
        {
            ask();
            return true;
        }
        catch (Exception e) when (e is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            return false;
        }
    }

    private void Write(string parameter, string preference, Action write)
    {
        if (_isHolding && CanEnd(parameter, preference))
            _held.Enqueue(write);
        else
            Say(write);
    }

    /// <summary>The line is shown before it is asked about, so where nobody can be asked there is nothing more to do.</summary>
    private static void Say(Action write) => TryAsk(write);

    private bool CanEnd(string parameter, string preference)
    {
        var bound = _cmdlet.MyInvocation.BoundParameters;
        if (!bound.TryGetValue(parameter, out var value))
        {
            // PowerShell asks at each line of the others under -Debug.
            if (parameter is "WarningAction" or "Verbose" or "ErrorAction" && bound.TryGetValue("Debug", out var debug)
                && debug is SwitchParameter { IsPresent: true })
                return true;
            value = _cmdlet.GetVariableValue(preference);
        }

        if (value is SwitchParameter { IsPresent: var isOn })
            value = WhenOn(parameter, isOn);
        return !LanguagePrimitives.TryConvertTo<ActionPreference>(value, out var action)
            || action is ActionPreference.Stop or ActionPreference.Inquire;
    }

    /// <summary>-Debug asks at each line in Windows PowerShell.</summary>
    private static ActionPreference WhenOn(string parameter, bool isOn)
    {
        if (!isOn)
            return ActionPreference.SilentlyContinue;
        return parameter == "Debug" && RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal)
            ? ActionPreference.Inquire
            : ActionPreference.Continue;
    }
}
