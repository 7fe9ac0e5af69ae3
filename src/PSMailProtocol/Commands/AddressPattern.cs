using System;
using System.Management.Automation;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>
/// What a person gives as -From, -To or -Cc: <c>@example.com</c> is a domain, <c>user@example.com</c> a whole address, anything else a
/// text within the name or the address. A pattern with wildcards has to match one of them whole.
/// </summary>
internal sealed class AddressPattern
{
    private readonly string _text;
    private readonly WildcardPattern? _pattern;

    private AddressPattern(string text, WildcardPattern? pattern) => (_text, _pattern) = (text, pattern);

    /// <summary>What a server can look for that knows no patterns; null where it cannot.</summary>
    public string? Text => _pattern is null ? _text : null;

    /// <summary>Whether a server that finds texts finds just what is meant.</summary>
    public bool IsWord => _pattern is null && _text.IndexOf('@') < 0;

    /// <summary>Reads what a person typed.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a pattern that is none.</exception>
    public static AddressPattern Read(string text, string parameter) =>
        new(text, WildcardParameter.ReadAny(text, parameter));

    /// <summary>Whether a mailbox is one of those that are meant.</summary>
    public bool Fits(MailboxAddress mailbox) =>
        Fits(mailbox.Address)
        || (_pattern is not null
            ? _pattern.IsMatch(mailbox.DisplayName ?? "") || _pattern.IsMatch(mailbox.ToString())
            : IsWord && TextPattern.Contains(mailbox.DisplayName, _text));

    /// <summary>Whether an address of an envelope is one of those that are meant.</summary>
    public bool Fits(string address)
    {
        if (_pattern is not null)
            return _pattern.IsMatch(address);
        if (IsWord)
            return TextPattern.Contains(address, _text);
        return _text.StartsWith("@", StringComparison.Ordinal)
            ? address.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
            : address.Equals(_text, StringComparison.OrdinalIgnoreCase);
    }
}
