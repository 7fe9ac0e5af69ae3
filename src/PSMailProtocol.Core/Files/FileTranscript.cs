using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Files;

/// <summary>
/// A file that transcripts are appended to. Each line has its time in UTC, the number of its connection in this process and who speaks:
/// <c>2026-01-31T12:00:00.000Z #1 C: EHLO client.example</c>. A line is with the system before the next one is spoken, so a process
/// that is killed leaves what happened.
/// </summary>
/// <remarks>
/// What becomes of the file never matters to the connection: a line that cannot be written is told once, and none is tried after
/// it. Any thread may write. Several transcripts of a process may go to the same file; those of several processes should not.
/// </remarks>
public sealed class FileTranscript : ITranscript, IDisposable
{
    /// <summary>A stream with a buffer of its own would keep lines back.</summary>
    private const int Unbuffered = 1;

    /// <summary>Who appends goes to the end first, which only one may do at a time, whatever name each knows the file by.</summary>
    private static readonly object Gate = new();

    /// <summary>Connections are numbered for the process, since the commands of one pipeline may share a file.</summary>
    private static int _lastConnection;

    private readonly FileStream _file;
    private readonly Action<string> _lost;
    private bool _isOver;

    internal FileTranscript(FileStream unbuffered, Action<string> lost)
    {
        _file = unbuffered;
        _lost = lost;
    }

    /// <summary>Refuses a path where no transcript can be, and makes nothing.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>, with what is wrong with the path.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
            throw new MailException(MailErrors.FileNotWritten, $"{path} is a folder.");
        if (OrdinaryFile.OtherKind(path) is { } kind)
            throw new MailException(MailErrors.FileNotWritten, $"{path} is {kind} and no file.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new MailException(MailErrors.FileNotWritten, $"{path} cannot be made: there is no folder {folder}.");
    }

    /// <summary>Opens a file, or makes one that only its owner can read, and writes a heading.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="heading">Whose transcript it is.</param>
    /// <param name="lost">Told once, on any thread, why no more lines are kept.</param>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>.</exception>
    public static FileTranscript Open(string path, string heading, Action<string> lost)
    {
        Check(path);
        try
        {
            var isNew = PrivateFile.TryCreate(path);
            var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, Unbuffered);
            var transcript = new FileTranscript(file, lost);
            transcript.Begin(heading, isNew || file.Length == 0);
            return transcript;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{path} cannot be written: {SymbolicLink.Explain(path, e)}", e);
        }
    }

    /// <summary>Notes what is said on no connection of its own.</summary>
    public void Write(TranscriptDirection direction, bool encrypted, string text) => Note(TextTranscript.Speaker(direction) + text);

    /// <inheritdoc/>
    public ITranscript ForConnection() => new Numbered(this, Interlocked.Increment(ref _lastConnection));

    /// <summary>Closes the file. What is said afterwards is not kept.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            _isOver = true;
            _file.Dispose();
        }
    }

    /// <summary>An empty line parts one command from the one before it, and ends a line that was torn.</summary>
    private void Begin(string heading, bool isFirst)
    {
        try
        {
            lock (Gate)
                Append((isFirst ? "" : Environment.NewLine) + Stamped("== " + heading));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    private void Note(string text)
    {
        string lost;
        lock (Gate)
        {
            if (_isOver)
                return;

            try
            {
                if (!File.Exists(_file.Name))
                    throw new FileNotFoundException("The file is gone.");
                Append(Stamped(text));
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                _isOver = true;
                lost = $"{_file.Name} cannot be written any more: {e.Message}";
            }
        }

        _lost(lost);
    }

    private static string Stamped(string text) =>
        DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture) + WireText.Sanitize(text) +
            Environment.NewLine;

    private void Append(string lines)
    {
        var octets = Encoding.UTF8.GetBytes(lines);
        _file.Seek(0, SeekOrigin.End);
        _file.Write(octets, 0, octets.Length);
        _file.Flush();
    }

    /// <summary>The lines of one connection.</summary>
    private sealed class Numbered : ITranscript
    {
        private readonly FileTranscript _file;
        private readonly string _number;

        public Numbered(FileTranscript file, int number)
        {
            _file = file;
            _number = string.Format(CultureInfo.InvariantCulture, "#{0} ", number);
        }

        public void Write(TranscriptDirection direction, bool encrypted, string text) =>
            _file.Note(_number + TextTranscript.Speaker(direction) + text);

        public ITranscript ForConnection() => _file.ForConnection();
    }
}
