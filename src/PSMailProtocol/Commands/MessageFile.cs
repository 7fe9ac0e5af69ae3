using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>Writes a message to where -OutFile points: a file, or a folder that gets one file for each message.</summary>
internal static class MessageFile
{
    /// <summary>The file that a message is to be written to.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/> for a path that is none of the file system.</exception>
    public static string Locate(PSCmdlet cmdlet, string path, IMailContent message)
    {
        string file;
        try
        {
            file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw new MailException(MailErrors.FileNotWritten, $"-OutFile: {path} is not in the file system.");
        }
        catch (SessionStateException e)
        {
            throw new MailException(MailErrors.FileNotWritten, $"-OutFile: {path} is no place to write to: {e.Message}", e);
        }

        return Directory.Exists(file) ? Path.Combine(file, NameOf(message)) : file;
    }

    /// <summary>
    /// Writes the file once the whole message is there: it fails on the way where an attachment does, and the file that
    /// it replaces may be the message's own source, or an attachment of it.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>, or <see cref="MailErrors.FileExists"/> where the file may
    /// not be overwritten.</exception>
    public static void Write(string file, Action<Stream> write, bool overwrite)
    {
        if (OrdinaryFile.OtherKind(file) is { } kind)
        {
            throw new AdvisedException(
                MailErrors.FileNotWritten, $"-OutFile: {file} is {kind} and no file.",
                "Name a file, or a folder that gets a file for each message.");
        }

        if (!overwrite)
            RefuseExisting(file);

        try
        {
            var existing = new FileInfo(file);
            if (!overwrite || !existing.Exists)
                Create(file, write);
            else if (existing.Length == 0)
                WriteInto(file, write);
            else
                Replace(file, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            if (!overwrite)
                RefuseExisting(file);
            throw new MailException(MailErrors.FileNotWritten, $"-OutFile: {file} was not written: {SymbolicLink.Explain(file, e)}", e);
        }
    }

    /// <summary>A move never overwrites, so that a file that somebody else makes at this moment is safe as well.</summary>
    private static void Create(string file, Action<Stream> write)
    {
        var temporary = UnfinishedFile.PathIn(Path.GetDirectoryName(file)!);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            File.Move(temporary, file);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>What is empty has nothing to lose.</summary>
    private static void WriteInto(string file, Action<Stream> write)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        try
        {
            write(stream);
        }
        catch
        {
            stream.SetLength(0);
            throw;
        }
    }

    /// <summary>
    /// Writes into the file that is there, so that its mode, owner, access list and links stay: a new one in its place
    /// could be read by others than the old one. The spool is for nobody else's eyes either.
    /// </summary>
    private static void Replace(string file, Action<Stream> write)
    {
        var written = RawMail.FromWriter(write);

        // A link may lead to a file that is yet to be made.
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
        try
        {
            written.WriteTo(stream);
            stream.Flush();

            // On Windows a name may be that of a device, which has no length.
            if (stream.CanSeek && stream.Length > written.Length)
                stream.SetLength(written.Length);
        }
        catch (IOException e)
        {
            throw new MailException(MailErrors.FileNotWritten,
                $"-OutFile: {file} was written in part only, over what it held: {e.Message}", e);
        }
    }

    private static void RefuseExisting(string file)
    {
        if (File.Exists(file))
            throw new AdvisedException(MailErrors.FileExists, $"-OutFile: {file} exists, and -Force is not given.",
                "Use -Force to replace the file, or name another one.");
    }

    /// <summary>The message id, which no two messages share, with what no file system minds.</summary>
    private static string NameOf(IMailContent message)
    {
        var id = message.MessageId ?? Guid.NewGuid().ToString("N");
        var name = new string(id.Select(c => c < 128 && (char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@') ? c : '_').ToArray());
        return (name.Length > 120 ? name.Substring(0, 120) : name).TrimStart('.') + ".eml";
    }
}
