using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Mime;

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

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>, also where the file exists and may not be overwritten.</exception>
    public static void Write(string file, IMailContent message, bool overwrite)
    {
        try
        {
            using var stream = new FileStream(file, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            WriteOrDelete(stream, file, message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = File.Exists(file) && !overwrite ? "it exists, and -Force is not given" : e.Message;
            throw new MailException(MailErrors.FileNotWritten, $"-OutFile: {file} was not written: {reason}.", e);
        }
    }

    private static void WriteOrDelete(FileStream stream, string file, IMailContent message)
    {
        try
        {
            message.WriteTo(stream);
        }
        catch
        {
            stream.Dispose();
            File.Delete(file);
            throw;
        }
    }

    /// <summary>The message id, which no two messages share, with what no file system minds.</summary>
    private static string NameOf(IMailContent message)
    {
        var id = message.MessageId ?? Guid.NewGuid().ToString("N");
        var name = new string(id.Select(c => c < 128 && (char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@') ? c : '_').ToArray());
        return (name.Length > 120 ? name.Substring(0, 120) : name).TrimStart('.') + ".eml";
    }
}
