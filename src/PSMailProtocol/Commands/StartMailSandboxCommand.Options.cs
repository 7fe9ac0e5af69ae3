using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Management.Automation;
using System.Reflection;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Commands;

/// <content>From parameters to the options of the server, and to what goes wrong in it.</content>
public sealed partial class StartMailSandboxCommand
{
    private const string DefaultAddress = "127.0.0.1";
    private const string DefaultDomain = "sandbox.test";
    private const int DefaultSizeLimit = 50 * 1024 * 1024;
    private const string RecipientReply = "550 5.1.1 No such user here";
    private const string SenderReply = "550 5.7.1 Sender refused";

    private static readonly char[] Blank = [' '];
    private static readonly SandboxProtocol[] Protocols = [SandboxProtocol.Smtp, SandboxProtocol.Pop3, SandboxProtocol.Imap];

    private MailSandboxOptions Options(SandboxUsers users)
    {
        RequireDomain();
        var options = new MailSandboxOptions
        {
            Address = LoopbackAddress(Address),
            SmtpPort = SmtpPort,
            SmtpsPort = SmtpsPort,
            Pop3Port = Pop3Port,
            Pop3sPort = Pop3sPort,
            ImapPort = ImapPort,
            ImapsPort = ImapsPort,
            DnsPort = DnsPort,
            PolicyPort = Policy is { Count: > 0 } || IsGiven(nameof(PolicyPort)) ? PolicyPort : null,
            WebPort = WebPort is null ? null : PortOfPage(WebPort),
            Users = users.Passwords,
            Tokens = SandboxUsers.ReadTable(Token, nameof(Token)),
            Domain = Domain,
            Certificate = Certificate,
            RequireTls = RequireTls,
            OfferStartTls = !NoStartTls,
            RequireAuthentication = RequireAuthentication,
            RejectUnknownRecipients = RejectUnknown,
            MaximumMessageSize = SizeLimit,
            Latency = Latency,
            Mechanisms = [.. (Mechanism ?? ["PLAIN", "LOGIN"]).Select(name => SandboxMechanismWords.Read(name, nameof(Mechanism)))],
        };
        foreach (DictionaryEntry option in Option ?? new Hashtable())
            Set(options, $"{BareObject.Of(option.Key)}", option.Value);
        return options;
    }

    private static IPAddress LoopbackAddress(string text) => IPAddress.TryParse(text.Trim(), out var address)
        ? address
        : throw new MailArgumentException(MailErrors.InvalidParameter, nameof(MailSandboxOptions.Address),
            $"{WireText.Excerpt($"\"{text}\"")} is no address.");

    /// <summary>The port of what may be typed as an address, since the page is on loopback alone.</summary>
    private static int PortOfPage(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0 && text.Substring(0, colon).Trim() is not ("127.0.0.1" or "localhost"))
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(WebPort)}: the page is on 127.0.0.1 alone, and {WireText.Excerpt($"\"{text}\"")} names another address.",
                "Give the port alone, such as -WebPort 8025. From another machine the page is reached through a tunnel: ssh -L " +
                "8025:127.0.0.1:8025 host.");
        }

        return ushort.TryParse(text.Substring(colon + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new AdvisedException(
                MailErrors.InvalidParameter, $"-{nameof(WebPort)}: {WireText.Excerpt($"\"{text}\"")} is no port.",
                "Give a port from 1 to 65535, or 0 for one that is free.");
    }

    private void RequireDomain()
    {
        try
        {
            new SandboxZone().AddNullMx(Domain);
        }
        catch (MailException e)
        {
            throw new MailException(e.Error, $"-{nameof(Domain)}: {WireText.Sanitize(e.Message)}", e);
        }
    }

    /// <summary>Sets an option that has no parameter of its own.</summary>
    private void Set(MailSandboxOptions options, string name, object? value)
    {
        var others = typeof(MailSandboxOptions).GetProperties().Where(IsOption).ToArray();
        var option = others.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(Option)}: {WireText.Excerpt(name)} is no option.",
                "The options without a parameter of their own " +
                $"are {string.Join(", ", others.Select(known => known.Name).OrderBy(known => known, StringComparer.Ordinal))}.");
        option.SetValue(options, Converted(option, value) ?? throw new MailException(
            MailErrors.InvalidParameter,
            $"-{nameof(Option)}: {WireText.Excerpt($"\"{value}\"")} is no value of {option.Name}, which is a {option.PropertyType.Name}."));
    }

    /// <summary>Whether an option can be set by name: what a parameter says, it says alone.</summary>
    private static bool IsOption(PropertyInfo option) =>
        option.Name is "MailboxPrefix" or "MailboxDelimiter" or "Mailboxes" or "MaildropLockWait"
            || option.PropertyType == typeof(TimeSpan) && option.Name != nameof(Latency)
        || (option.Name.StartsWith("Offer", StringComparison.Ordinal) && option.Name != nameof(MailSandboxOptions.OfferStartTls))
        || (option.Name.StartsWith("Maximum", StringComparison.Ordinal) && option.Name != nameof(MailSandboxOptions.MaximumMessageSize))
        || option.Name is nameof(MailSandboxOptions.RequireImapId) or nameof(MailSandboxOptions.ScramIterations)
            or nameof(MailSandboxOptions.StorageQuota);

    private static object? Converted(PropertyInfo option, object? value)
    {
        if (option.PropertyType == typeof(TimeSpan))
            return DurationAttribute.Read(value);
        if (option.PropertyType == typeof(IDictionary<string, string>))
        {
            return BareObject.Of(value) is IDictionary table
                ? table.Cast<DictionaryEntry>()
                    .ToDictionary(entry => $"{BareObject.Of(entry.Key)}", entry => $"{BareObject.Of(entry.Value)}")
                : null;
        }

        return LanguagePrimitives.TryConvertTo(value, option.PropertyType, CultureInfo.InvariantCulture, out var converted)
            ? converted
            : null;
    }

    /// <summary>What goes wrong, in the order in which it is looked for.</summary>
    private List<SandboxFault> Faults() =>
    [
        .. (Fault ?? []).Select(GivenFault),
        .. Refusals(RejectSender, nameof(RejectSender), SenderReply, SandboxFault.RefuseSender),
        .. Refusals(RejectRecipient, nameof(RejectRecipient), RecipientReply, SandboxFault.RefuseRecipient),
        .. Greylist > 0 ? [SandboxFault.Greylist(Greylist)] : Array.Empty<SandboxFault>(),
        .. (DropAfter ?? []).SelectMany(Drops),
        .. (Withhold ?? []).SelectMany(text => OfProtocols(text, (protocol, capability) => SandboxFault.Withhold(protocol, capability))),
    ];

    private static SandboxFault GivenFault(object given)
    {
        if (BareObject.Of(given) is SandboxFault fault)
            return fault;

        try
        {
            return SandboxFault.Parse($"{given}");
        }
        catch (FormatException e)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(Fault)}: {WireText.Sanitize(e.Message)}",
                "Write a protocol, a command or * and what goes wrong, such as 'smtp RCPT 451 4.3.0 Later' or 'imap * drop-after-sent " +
                "1000', or dns, a name and what goes wrong, such as 'dns example.com MX server-failure'; Get-Help Start-MailSandbox " +
                "-Parameter Fault lists them.");
        }
    }

    private IEnumerable<SandboxFault> Refusals(object[]? given, string parameter, string usual, Func<string, string, SandboxFault> refuse)
    {
        foreach (var element in given ?? [])
        {
            if (BareObject.Of(element) is IDictionary table)
            {
                foreach (DictionaryEntry entry in table)
                    yield return refuse(WholeAddress($"{BareObject.Of(entry.Key)}"), RefusalIn($"{BareObject.Of(entry.Value)}", parameter));
            }
            else
            {
                yield return refuse(WholeAddress($"{BareObject.Of(element)}"), usual);
            }
        }
    }

    /// <summary>A user who is named without a domain is one of the sandbox's.</summary>
    private string WholeAddress(string text) => text.IndexOf('@') >= 0 || text.IndexOf('*') >= 0 ? text : $"{text}@{Domain}";

    private static string RefusalIn(string reply, string parameter)
    {
        if (reply.Length > 3 && reply[0] is '4' or '5' && char.IsDigit(reply[1]) && char.IsDigit(reply[2]) && reply[3] == ' '
            && reply.IndexOfAny(['\r', '\n']) < 0)
            return reply;
        throw new AdvisedException(
            MailErrors.InvalidParameter, $"-{parameter}: {WireText.Excerpt($"\"{reply}\"")} is no reply that refuses.",
            "Begin it with a code, such as 550 5.1.1 Nobody here, or 451 4.7.1 Later.");
    }

    /// <summary>
    /// A message whose content begins at DATA begins at BDAT with a client that uses CHUNKING, as those of this module do.
    /// </summary>
    private static IEnumerable<SandboxFault> Drops(string text)
    {
        var canApply = false;
        var drops = OfProtocols(text, (protocol, what) =>
        {
            var isNumber = long.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out var octets);
            canApply |= isNumber || SandboxCommands.CanApply(protocol, what);
            return isNumber ? SandboxFault.DropAfterReceived(protocol, octets) : SandboxFault.Drop(protocol, what);
        }).ToList();
        if (!canApply)
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(DropAfter)}: {WireText.Excerpt($"\"{text}\"")} is neither a number of octets nor a command.",
                $"Commands are, {string.Join("; ", Protocols.Select(protocol =>
                    $"of {protocol.ToString().ToUpperInvariant()}: {string.Join(", ", SandboxCommands.Of(protocol))}"))}.");
        return text.Trim().ToUpperInvariant() is "DATA" or "SMTP DATA"
            ? drops.Append(SandboxFault.Drop(SandboxProtocol.Smtp, "BDAT"))
            : drops;
    }

    /// <summary>A rule for the protocol that is named first, or for each.</summary>
    private static IEnumerable<SandboxFault> OfProtocols(string text, Func<SandboxProtocol, string, SandboxFault> rule)
    {
        var words = text.Trim().Split(Blank, 2, StringSplitOptions.RemoveEmptyEntries);
        var named = words.Length < 2
            ? []
            : Protocols.Where(protocol => words[0].Equals(protocol.ToString(), StringComparison.OrdinalIgnoreCase)).ToArray();
        return named.Length > 0
            ? named.Select(protocol => rule(protocol, words[1].Trim()))
            : Protocols.Select(protocol => rule(protocol, text.Trim()));
    }
}
