using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Files;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets have in common that speak with servers: the dialogue can be seen, and kept.</summary>
public abstract class NetworkCommand : MailCommand
{
    private FileTranscript? _file;

    /// <summary>
    /// The file that the dialogue is appended to. Whoever types the command says where files are written, and no row does.
    /// </summary>
    [Parameter]
    [Cell(typeof(string))]
    public string? TranscriptPath { get; set; }

    /// <summary>Open the transcript before anything is connected.</summary>
    protected override void BeginProcessing()
    {
        if (TranscriptPath is not null)
            OrTerminate(OpenTranscript, TranscriptPath);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether nothing is to be done but told; never of a command without <c>-WhatIf</c>.</summary>
    private protected bool IsWhatIf
    {
        get
        {
            const string whatIf = "WhatIf";
            if (!MyInvocation.MyCommand.Parameters.ContainsKey(whatIf))
                return false;
            return MyInvocation.BoundParameters.TryGetValue(whatIf, out var bound)
                ? bound is SwitchParameter { IsPresent: true }
                : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        }
    }

    /// <summary>Whether anybody gets to see what a message is called, so that it is worth reading headers or envelopes for.</summary>
    private protected bool IsAsked =>
        IsWhatIf
        || Shows("Verbose", "VerbosePreference")
        || (MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm)
            ? confirm is SwitchParameter { IsPresent: true }
            : GetVariableValue("ConfirmPreference") is not ConfirmImpact.None);

    /// <summary>Does what may be done on the pipeline's thread alone.</summary>
    private protected virtual void OnPipeline(Action action) => action();

    /// <summary>Where the dialogue goes: to the file, the debug stream, both, or nowhere.</summary>
    private protected ITranscript? Transcript() => JoinedTranscript.Of(
        _file,
        DebugTranscript(line => OnPipeline(() => Streams.Debug(line))));

    private bool OpenTranscript()
    {
        var path = FilePath.Unresolved(this, TranscriptPath!, nameof(TranscriptPath));
        try
        {
            if (IsWhatIf)
                FileTranscript.Check(path);
            else
                _file = FileTranscript.Open(path, Heading(), TellLost);
            return true;
        }
        catch (MailException e)
        {
            throw new AdvisedException(
                e.Error, $"-{nameof(TranscriptPath)}: {e.Message}",
                "Name a file in a folder that exists and that can be written to. Nothing was connected.");
        }
    }

    private string Heading()
    {
        using var process = Process.GetCurrentProcess();
        return string.Format(CultureInfo.InvariantCulture, "{0}, process {1}", MyInvocation.MyCommand.Name, process.Id);
    }

    private void TellLost(string why) =>
        OnPipeline(() => Streams.Warning($"-{nameof(TranscriptPath)}: {why} The rest of the dialogue is not kept."));
}
