using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Files;

/// <summary>
/// A folder that content of strangers is saved to. No file leaves it, none is overwritten in silence, none is left half
/// written, and what lies there already with the same name and octets is not written again.
/// </summary>
/// <remarks>
/// Names that differ in case alone count as the same, on every system. One instance is for one thread; it remembers what
/// it has saved, so it should serve a whole run.
/// </remarks>
public sealed class DestinationFolder
{
    private const int BlockSize = 1 << 16;

    private readonly bool _isDurable;
    private readonly Dictionary<string, List<KnownFile>> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _nextNumber = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _saved = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _names;

    /// <summary>Names the folder; it is created when the first file is saved.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isDurable">
    /// Whether a file is to be on the disk itself, under its name, before it counts as saved, so that its original can be
    /// removed. On Windows the name is left to the file system's own log.
    /// </param>
    public DestinationFolder(string path, bool isDurable = false)
    {
        FullPath = Path.GetFullPath(path);
        _isDurable = isDurable;
    }

    /// <summary>The full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The full path that a name has in this folder.</summary>
    /// <param name="name">The name as the sender wrote it; it is made safe.</param>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/> for a path that would be outside of the folder.</exception>
    public string PathOf(string? name)
    {
        var safe = SafeFileName.From(name);
        var path = Path.GetFullPath(Path.Combine(FullPath, safe));
        var root = FullPath[FullPath.Length - 1] == Path.DirectorySeparatorChar ? FullPath : FullPath + Path.DirectorySeparatorChar;
        if (!string.Equals(path, root + safe, StringComparison.Ordinal))
            throw new MailException(MailErrors.FileNotWritten, $"The name {safe} leads out of {FullPath}.");
        return path;
    }

    /// <summary>Saves a file: it is written under a temporary name and gets its own once it is complete.</summary>
    /// <param name="name">The name as the sender wrote it; it is made safe.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="action">What happens when the name is taken by other content.</param>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>, <see cref="MailErrors.FileExists"/>.</exception>
    public SavedFile Save(string? name, Action<Stream> write, ExistingFileAction action)
    {
        var safe = SafeFileName.From(name);
        try
        {
            Make();
            var temporary = UnfinishedFile.PathIn(FullPath);
            try
            {
                var saved = Place(WriteTemporary(temporary, write), safe, action);
                if (_isDurable)
                    Secure(saved);
                return saved;
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{safe} cannot be saved in {FullPath}: {e.Message}", e);
        }
    }

    /// <summary>A new folder is an entry of the one above it, and has to be there as well after a power cut.</summary>
    private void Make()
    {
        var above = new List<string>();
        for (var folder = FullPath; _isDurable && folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetDirectoryName(folder) is { } parent)
                above.Add(parent);
        }

        Directory.CreateDirectory(FullPath);
        above.ForEach(FolderEntries.Flush);
    }

    /// <summary>Who left a file that holds the content already may not have waited until it was on the disk.</summary>
    private void Secure(SavedFile saved)
    {
        if (!saved.IsNew)
            FolderEntries.Flush(saved.Path);
        FolderEntries.Flush(FullPath);
    }

    private KnownFile WriteTemporary(string path, Action<Stream> write)
    {
        using var digest = SHA256.Create();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BlockSize);
        using var hashing = new CryptoStream(file, digest, CryptoStreamMode.Write);
        write(hashing);
        hashing.FlushFinalBlock();
        file.Flush(_isDurable);
        return new KnownFile(path, file.Length, digest.Hash);
    }

    private SavedFile Place(KnownFile content, string name, ExistingFileAction action)
    {
        if (FindSame(name, content) is { } same && (action != ExistingFileAction.Replace || _saved.Contains(same)))
            return new SavedFile(same, isNew: false);

        for (var number = FirstNumber(name, action); ; number++)
        {
            _nextNumber[name] = number + 1;
            var candidate = number == 1 ? name : SafeFileName.WithNumber(name, number);
            var path = PathOf(candidate);
            if (!Names.TryGetValue(candidate, out var taken) && TryMove(content.Path, path))
                return Remember(name, content, path);

            var existing = taken is null ? path : Path.Combine(FullPath, taken);
            Names[candidate] = Path.GetFileName(existing);
            if (File.Exists(existing) && !_saved.Contains(existing))
            {
                var known = Note(name, new KnownFile(existing, new FileInfo(existing).Length, null));
                if (known.HasContentOf(content))
                {
                    // From now on it stands for this content, and is not replaced by a later one.
                    _saved.Add(existing);
                    return new SavedFile(existing, isNew: false);
                }

                if (action == ExistingFileAction.Replace)
                {
                    Replace(content.Path, existing);
                    return Remember(name, content, existing);
                }
            }

            if (action == ExistingFileAction.Refuse)
                throw new MailException(MailErrors.FileExists, $"{existing} exists and holds something else.");
        }
    }

    private static void Replace(string from, string to)
    {
        if (OrdinaryFile.OtherKind(to) is { } kind)
            throw new MailException(MailErrors.FileNotWritten, $"{to} is {kind} and no file, so it is not replaced.");

        try
        {
            File.Replace(from, to, null);
        }
        catch (FileNotFoundException e)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{to} cannot be replaced: {SymbolicLink.Explain(to, e)}.", e);
        }
    }

    /// <summary>Numbers that were found taken are not tried again, so that a thousand files of one name need a thousand looks.</summary>
    private int FirstNumber(string name, ExistingFileAction action) =>
        action != ExistingFileAction.Refuse && _nextNumber.TryGetValue(name, out var next) ? next : 1;

    private string? FindSame(string name, KnownFile content)
    {
        if (_known.TryGetValue(KeyOf(name, content.Length), out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (File.Exists(candidate.Path) && candidate.HasContentOf(content))
                    return candidate.Path;
            }
        }

        return null;
    }

    private SavedFile Remember(string name, KnownFile content, string path)
    {
        Note(name, content.At(path));
        Names[Path.GetFileName(path)] = Path.GetFileName(path);
        _saved.Add(path);
        return new SavedFile(path, isNew: true);
    }

    private KnownFile Note(string name, KnownFile file)
    {
        var key = KeyOf(name, file.Length);
        if (!_known.TryGetValue(key, out var list))
            _known.Add(key, list = []);
        list.Add(file);
        return file;
    }

    private static string KeyOf(string name, long length) => name + "/" + length.ToString(CultureInfo.InvariantCulture);

    /// <summary>The names in the folder, by their names in any case.</summary>
    private Dictionary<string, string> Names
    {
        get
        {
            if (_names is null)
            {
                _names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (var entry in Directory.EnumerateFileSystemEntries(FullPath))
                    _names[Path.GetFileName(entry)] = Path.GetFileName(entry);
            }

            return _names;
        }
    }

    /// <summary>A move never overwrites, so that a file that somebody else makes at this moment is safe as well.</summary>
    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (IOException) when (File.Exists(to) || Directory.Exists(to))
        {
            return false;
        }
    }

    /// <summary>A file whose content is hashed when it is first compared with one of the same length.</summary>
    private sealed class KnownFile
    {
        private byte[]? _digest;

        public KnownFile(string path, long length, byte[]? digest)
        {
            Path = path;
            Length = length;
            _digest = digest;
        }

        public string Path { get; }

        public long Length { get; }

        public KnownFile At(string path) => new(path, Length, _digest);

        public bool HasContentOf(KnownFile other)
        {
            try
            {
                // A pipe has no octets, and whoever opens it waits.
                return Length == other.Length && OrdinaryFile.OtherKind(Path) is null
                    && Convert.ToBase64String(Digest()) == Convert.ToBase64String(other.Digest());
            }
            catch (FileNotFoundException)
            {
                // A link to nothing has the length of its own text.
                return false;
            }
        }

        private byte[] Digest()
        {
            if (_digest is null)
            {
                using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockSize);
                using var sha = SHA256.Create();
                _digest = sha.ComputeHash(file);
            }

            return _digest;
        }
    }
}
