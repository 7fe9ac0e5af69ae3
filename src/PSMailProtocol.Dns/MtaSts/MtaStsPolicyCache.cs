using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>
/// Keeps policies for their lifetime (RFC 8461 section 3.2), in memory or in a folder: a file for each domain, which further processes
/// read. What cannot be read there counts as not kept. Safe for use from several threads and processes.
/// </summary>
public sealed class MtaStsPolicyCache
{
    private const int MostDomains = 10_000;
    private const string Heading = "PSMailProtocol MTA-STS policy 1";

    private readonly object _gate = new();
    private readonly Dictionary<string, KeptPolicy> _policies = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? _folder;

    /// <summary>Creates a cache in memory.</summary>
    public MtaStsPolicyCache()
    {
    }

    /// <summary>Creates a cache in a folder, which is made if it is not there.</summary>
    /// <param name="folder">Its path, an absolute one.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made.</exception>
    public MtaStsPolicyCache(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
    }

    /// <summary>The policy that is kept of a domain and still holds, or null.</summary>
    internal KeptPolicy? Find(string domain, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_policies.TryGetValue(domain, out var kept))
            {
                kept = Read(domain, now);
                if (kept is not null)
                    Remember(domain, kept);
            }

            return kept is not null && kept.Expires > now ? kept : null;
        }
    }

    /// <summary>Keeps a policy.</summary>
    /// <exception cref="IOException">The file cannot be written; it is kept in memory all the same.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal void Keep(string domain, KeptPolicy policy)
    {
        lock (_gate)
        {
            Remember(domain, policy);
            if (_folder is not null)
                Write(domain, policy);
        }
    }

    private void Remember(string domain, KeptPolicy policy)
    {
        if (_policies.Count >= MostDomains)
            _policies.Clear();
        _policies[domain] = policy;
    }

    // A domain in A-labels has letters, digits, hyphens, underscores and dots alone, and a name that begins so is no device.
    private string PathOf(string domain) => Path.Combine(_folder!, $"policy-{domain.ToLowerInvariant()}.txt");

    private KeptPolicy? Read(string domain, DateTimeOffset now)
    {
        if (_folder is null)
            return null;

        try
        {
            using var file = OrdinaryFile.OpenRead(PathOf(domain), 4096);
            if (file.Length > MtaStsPolicy.MaximumLength + 1024)
                return null;

            using var reader = new StreamReader(file, Encoding.UTF8);
            var parts = reader.ReadToEnd().Split(['\n'], 4);
            if (parts.Length < 4 || parts[0] != Heading
                || !DateTimeOffset.TryParse(parts[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
                || expires - now > MtaStsPolicy.LongestLifetime)
                return null;
            return KeptPolicy.Restored(parts[1], parts[3], expires);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MailException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes the file whole or not at all, since another process may read it at any time. It takes the place of what has its name, also
    /// of a link, which is not followed.
    /// </summary>
    private void Write(string domain, KeptPolicy policy)
    {
        var path = PathOf(domain);
        var unfinished = UnfinishedFile.PathIn(_folder!);
        try
        {
            File.WriteAllText(unfinished,
                string.Join("\n", Heading, policy.Id, policy.Expires.ToString("O", CultureInfo.InvariantCulture), policy.Text));
#if NETFRAMEWORK
            if (File.Exists(path))
                File.Replace(unfinished, path, null);
            else
                File.Move(unfinished, path);
#else
            File.Move(unfinished, path, overwrite: true);
#endif
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
