using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>What every cmdlet of the module does alike: stop within a second, and report failures by their names.</summary>
public abstract class MailCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PipelineStop _stop = new();

    /// <summary>Creates the command.</summary>
    protected MailCommand() => Streams = new PreferenceStreams(this);

    /// <summary>Where it says what is no output.</summary>
    internal PreferenceStreams Streams { get; }

    /// <summary>Cancelled when the user presses Ctrl+C; every connection closes with it.</summary>
    private protected CancellationToken Cancellation => _stopping.Token;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Begin();
        _stopping.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of connections; called also when the pipeline ends early.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        _stop.End();
        _stopping.Dispose();
    }

    /// <summary>A message to emit, of which Ctrl+C in this pipeline ends the reading.</summary>
    private protected T Stoppable<T>(T message)
        where T : ReceivedMessage
    {
        message.ReadWhile(_stop.ThrowIfUnderWay);
        return message;
    }

    /// <summary>A stream that ends with Ctrl+C.</summary>
    private protected Stream Stoppable(Stream stream) => new CancellableStream(stream, Cancellation);

    /// <summary>Runs a piece of work whose failure leaves nothing more to do.</summary>
    private protected T OrTerminate<T>(Func<T> work, object? target)
    {
        try
        {
            return work();
        }
        catch (MailException e)
        {
            ThrowTerminatingError(MailErrorRecord.From(e, target));
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs a piece of work whose failure concerns one input; the next one has its turn.</summary>
    /// <returns>Whether it succeeded.</returns>
    private protected bool OrReport(Action work, object? target)
    {
        try
        {
            work();
            return true;
        }
        catch (MailException e)
        {
            WriteError(MailErrorRecord.From(e, target));
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Whether the user agrees to an action, by preference or when asked.</summary>
    /// <remarks>If there is nobody to be asked, the command ends, since nobody could be asked about anything else either.</remarks>
    private protected bool IsAgreed(string target, string action)
    {
        var isAgreed = false;
        return OrTerminate(
            () => PreferenceStreams.TryAsk(() => isAgreed = ShouldProcess(target, action))
                ? isAgreed
                : throw new MailException(MailErrors.ConfirmationUnavailable,
                    $"{action}: {target}. This has to be confirmed, and nobody can be asked here, so it was not done."),
            target);
    }

    /// <summary>A message of which only a part was read must not stand for the whole one.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    private protected static void RequireWhole(ReceivedMessage message)
    {
        (message as StoredMessage)?.Refuse();
        if (message.IsPartial)
            throw new MailException(MailErrors.InvalidInputObject,
                $"Of {WireText.Excerpt(message.ToString())} not all was read; read it without -HeaderOnly and -TopLine.");
    }

    /// <summary>
    /// Tells a stage on the verbose stream. Under -Debug alone PowerShell would stop and ask at each such line, so there
    /// it goes among the dialogue instead.
    /// </summary>
    private protected void Tell(string stage)
    {
        if (MyInvocation.BoundParameters.ContainsKey("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose"))
            Streams.Debug(stage);
        else
            Streams.Verbose(stage);
    }

    /// <summary>A transcript of dialogues for the debug stream; null where that shows nothing.</summary>
    private protected ITranscript? DebugTranscript(Action<string> write) =>
        Shows("Debug", "DebugPreference") ? new TextTranscript(write) : null;

    /// <summary>Whether a parameter is bound to anything; null and what is empty count as not given.</summary>
    private protected bool IsGiven(string parameter) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var bound) && CellAttribute.IsGiven(bound);

    /// <summary>Whether a common switch such as <c>-Debug</c> is on, by parameter or by preference.</summary>
    private protected bool Shows(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var bound)
            ? bound is SwitchParameter { IsPresent: true }
            : GetVariableValue(preference) is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
