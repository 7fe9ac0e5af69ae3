using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Dns.Records;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>
/// The policy text of a domain (RFC 8461 section 3.2): which exchangers it has, and that they speak TLS with a certificate of their name.
/// </summary>
public sealed class MtaStsPolicy : ISmtpTransportPolicy
{
    /// <summary>What a policy may have, in octets (section 3.3).</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>The longest time for which a policy may be kept.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(31557600);

    private const string Version = "STSv1";
    private const int MaximumPatterns = 1000;
    private const int MaximumDigits = 10;
    private const int MaximumIdLength = 32;

    private MtaStsPolicy(MtaStsMode mode, IReadOnlyList<string> patterns, TimeSpan lifetime)
    {
        Mode = mode;
        Patterns = patterns;
        Lifetime = lifetime;
    }

    /// <summary>What follows where an exchanger does not keep to it.</summary>
    public MtaStsMode Mode { get; }

    /// <summary>Names of exchangers, perhaps with <c>*</c> for the first label; empty only in mode None.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <inheritdoc/>
    public bool IsEnforced => Mode == MtaStsMode.Enforce;

    /// <summary>How long it may be kept, at most <see cref="LongestLifetime"/>.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>Where a domain says that it has a policy.</summary>
    internal static string QueryName(string domain) => "_mta-sts." + domain;

    /// <summary>Where the policy of a domain is.</summary>
    internal static Uri Address(string domain) => new($"https://mta-sts.{domain}/.well-known/mta-sts.txt");

    /// <summary>
    /// The id of the one record that says that there is a policy (section 3.1); null if there is not just one, or its id is none.
    /// </summary>
    internal static string? IdAmong(IEnumerable<string> texts, out int count)
    {
        var records = texts.Where(text => TagList.HasVersion(text, Version)).ToList();
        count = records.Count;
        return records.Count == 1 && TagList.Parse(records[0])["id"] is { Length: > 0 and <= MaximumIdLength } id && id.All(IsAlphanumeric)
            ? id
            : null;
    }

    /// <summary>
    /// Reads a policy. Fields that are unknown are passed over, and of one that comes twice, other than mx, the first counts.
    /// </summary>
    /// <param name="text">Lines of <c>name: value</c>, ended by LF or CR LF.</param>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/>, or <see cref="MailErrors.LimitExceeded"/> for one that
    /// is too long.</exception>
    public static MtaStsPolicy Parse(string text)
    {
        if (text.Length > MaximumLength)
            throw new MailException(MailErrors.LimitExceeded,
                $"The MTA-STS policy has more than {MaximumLength} octets (RFC 8461 section 3.3).");

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var patterns = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.TrimEnd('\r', ' ', '\t');
            if (trimmed.Length == 0)
                continue;

            var colon = trimmed.IndexOf(':');
            if (colon <= 0)
                throw Invalid("a line of it is no name with a value");

            var name = trimmed.Substring(0, colon);
            var value = trimmed.Substring(colon + 1).Trim(' ', '\t');
            if (name == "mx")
                patterns.Add(Pattern(value));
            else if (!fields.TryGetValue(name, out _))
                fields[name] = value;
        }

        return Policy(fields, patterns);
    }

    /// <summary>
    /// Whether an exchanger is one of the policy's (section 4.1): the same name, or one label in the place of the asterisk.
    /// </summary>
    /// <param name="exchanger">Its name, with or without a final dot.</param>
    public bool Names(string exchanger)
    {
        var name = exchanger.TrimEnd('.');
        return Patterns.Any(pattern => pattern[0] == '*'
            ? name.IndexOf('.') is > 0 and var dot && DomainName.Comparer.Equals(name.Substring(dot), pattern.Substring(1))
            : DomainName.Comparer.Equals(name, pattern));
    }

    private static MtaStsPolicy Policy(Dictionary<string, string> fields, List<string> patterns)
    {
        if (!fields.TryGetValue("version", out var version) || version != Version)
            throw Invalid($"its version is not {Version}");

        fields.TryGetValue("mode", out var named);
        MtaStsMode? mode = named switch
        {
            "enforce" => MtaStsMode.Enforce,
            "testing" => MtaStsMode.Testing,
            "none" => MtaStsMode.None,
            _ => null,
        };
        if (mode is null)
            throw Invalid("its mode is none of enforce, testing and none");
        if (!fields.TryGetValue("max_age", out var age) || age.Length is 0 or > MaximumDigits
            || !long.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw Invalid("its max_age is no number of seconds");
        if (patterns.Count == 0 && mode != MtaStsMode.None)
            throw Invalid("it names no exchanger (mx)");
        if (patterns.Count > MaximumPatterns)
            throw new MailException(MailErrors.LimitExceeded, $"The MTA-STS policy names more than {MaximumPatterns} exchangers.");

        var lifetime = TimeSpan.FromSeconds(seconds);
        return new MtaStsPolicy(mode.Value, patterns, lifetime < LongestLifetime ? lifetime : LongestLifetime);
    }

    private static string Pattern(string value)
    {
        var name = value.StartsWith("*.", StringComparison.Ordinal) ? value.Substring(2) : value;
        return DomainName.IsHostName(name.TrimEnd('.'))
            ? value.TrimEnd('.').ToLowerInvariant()
            : throw Invalid("an mx of it is no host name");
    }

    private static bool IsAlphanumeric(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static MailException Invalid(string fault) =>
        new(MailErrors.ProtocolViolation, $"The MTA-STS policy is malformed: {fault} (RFC 8461 section 3.2).");
}
