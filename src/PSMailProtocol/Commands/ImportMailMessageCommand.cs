using System;
using System.IO;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>Reads messages from .eml and mbox files, one at a time.</summary>
[Cmdlet(VerbsData.Import, "MailMessage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MailFileMessage))]
public sealed class ImportMailMessageCommand : MailCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const int BlockSize = 1 << 16;

    /// <summary>The files, wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, each character taken as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Octets that one message may have.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long), Default = MboxReader.DefaultMaximumSize)]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumSize { get; set; } = MboxReader.DefaultMaximumSize;

    /// <summary>Read the files of one input.</summary>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath)
            OrReport(() => ReadAll(path), path);
    }

    private void ReadAll(string path)
    {
        var files = ParameterSetName == PathSet ? FilePath.Matching(this, path) : [FilePath.Unresolved(this, path, nameof(LiteralPath))];
        foreach (var file in files)
            OrReport(() => Read(file), file);
    }

    private void Read(string path)
    {
        using var file = Open(path);
        if (FromFile(path, () => MboxReader.IsMbox(file)))
            ReadMbox(path, file);
        else
            WriteObject(Stoppable(new MailFileMessage(ReadMessage(path, file), path, 1)));
    }

    private RawMail ReadMessage(string path, FileStream file)
    {
        if (file.Length > MaximumSize)
            throw new MailException(MailErrors.LimitExceeded, $"{path} has {file.Length} octets, and -MaximumSize allows {MaximumSize}.");
        return FromFile(path, () => RawMail.FromWriter(message => Copy(path, file, message)));
    }

    /// <summary>A file may have more than its length says.</summary>
    private void Copy(string path, FileStream file, Stream message)
    {
        var block = new byte[BlockSize];
        int count;
        for (long total = 0; (count = file.Read(block, 0, block.Length)) > 0; message.Write(block, 0, count))
        {
            Cancellation.ThrowIfCancellationRequested();
            total += count;
            if (total > MaximumSize)
                throw new MailException(MailErrors.LimitExceeded,
                    $"{path} has more than the {MaximumSize} octets that -MaximumSize allows.");
        }
    }

    private void ReadMbox(string path, FileStream file)
    {
        var reader = new MboxReader(Stoppable(file), MaximumSize);
        using var progress = new StageProgress(this, $"Reading {path}");
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            RawMail? message;
            try
            {
                message = FromFile(path, reader.ReadNext);
            }
            catch (MailException e) when (e.Error == MailErrors.LimitExceeded || e.Error == MailErrors.SpoolFailed)
            {
                // One message that is too large, or finds no room, is no reason to keep the others back.
                WriteError(MailErrorRecord.From(new MailException(e.Error, $"{path}: {e.Message}", e), path));
                continue;
            }

            if (message is null)
                return;
            progress.Report($"Message {reader.Count}", file.Position, file.Length);
            WriteObject(Stoppable(new MailFileMessage(message, path, reader.Count)));
        }
    }

    private static FileStream Open(string path)
    {
        if (OrdinaryFile.OtherKind(path) is { } kind)
            throw new AdvisedException(MailErrors.MailFileUnreadable, $"{path} is {kind} and no file.",
                "Write what it gives to a file, and import that.");
        try
        {
            return OrdinaryFile.OpenRead(path, BlockSize);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MailException(MailErrors.MailFileNotFound, $"The file {path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.MailFileUnreadable, $"The file {path} cannot be read: {e.Message}", e);
        }
    }

    private static T FromFile<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailException(MailErrors.MailFileUnreadable, $"The file {path} cannot be read: {e.Message}", e);
        }
    }
}
