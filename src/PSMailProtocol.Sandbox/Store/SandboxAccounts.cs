using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox;

/// <summary>Who may log in and whose mailbox is whose. <c>alice</c> and <c>alice@sandbox.test</c> are one.</summary>
internal sealed class SandboxAccounts
{
    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SandboxMaildrop> _maildrops = new(StringComparer.OrdinalIgnoreCase);
    private readonly MailSandboxOptions _options;
    private readonly string _domain;

    public SandboxAccounts(MailSandboxOptions options)
    {
        _options = options;
        _domain = options.Domain;
        foreach (var user in options.Users)
            _passwords[AddressOf(user.Key)] = user.Value;
        foreach (var user in options.Tokens)
            _tokens[AddressOf(user.Key)] = user.Value;
    }

    /// <summary>Whether passwords are known at all, rather than any being taken.</summary>
    public bool HasPasswords => _passwords.Count > 0;

    /// <summary>The password of a user; null for one who has none.</summary>
    public string? PasswordOf(string user) =>
        user.Length > 0 && _passwords.TryGetValue(AddressOf(user), out var password) ? password : null;

    /// <summary>Whose mail a token opens; null if it does not open that of the user who is named, or of nobody.</summary>
    /// <param name="user">The user who is named, or empty.</param>
    /// <param name="token">The token.</param>
    public string? UserOfToken(string user, string token)
    {
        if (_tokens.Count == 0)
            return user.Length > 0 ? user : null;

        foreach (var known in _tokens)
        {
            if (known.Value == token && (user.Length == 0 || string.Equals(known.Key, AddressOf(user), StringComparison.OrdinalIgnoreCase)))
                return known.Key;
        }

        return null;
    }

    public bool TryAuthenticate(string user, string password) =>
        user.Length > 0 && (_passwords.Count == 0 || (_passwords.TryGetValue(AddressOf(user), out var expected) && expected == password));

    public bool IsKnown(string address) => _passwords.Count > 0
        ? _passwords.ContainsKey(AddressOf(address))
        : AddressOf(address).EndsWith("@" + _domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>Those that anybody asked for so far.</summary>
    public IReadOnlyList<SandboxMaildrop> Maildrops
    {
        get
        {
            lock (_maildrops)
                return [.. _maildrops.Values];
        }
    }

    public SandboxMaildrop Maildrop(string userOrAddress)
    {
        var address = AddressOf(userOrAddress);
        lock (_maildrops)
        {
            if (!_maildrops.TryGetValue(address, out var maildrop))
                _maildrops[address] = maildrop = new SandboxMaildrop(address, _options);
            return maildrop;
        }
    }

    private string AddressOf(string user) => user.IndexOf('@') >= 0 ? user : user + "@" + _domain;
}
