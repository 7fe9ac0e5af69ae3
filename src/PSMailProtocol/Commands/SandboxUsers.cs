using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Who may log in to a sandbox, as a person gives it. No error repeats a value, which may be a password.</summary>
internal sealed class SandboxUsers
{
    private readonly List<(string Name, SecureString Password)> _users = [];

    private SandboxUsers()
    {
    }

    /// <summary>Their names, in the order given.</summary>
    public IReadOnlyList<string> Names => _users.Select(user => user.Name).ToArray();

    /// <summary>The login of the only user; null if there are several or none.</summary>
    public PSCredential? Only => _users.Count == 1 ? new PSCredential(_users[0].Name, _users[0].Password) : null;

    /// <summary>Names and passwords in clear, for the server.</summary>
    public Dictionary<string, string> Passwords => _users.ToDictionary(user => user.Name, user => Clear(user.Password));

    /// <summary>Reads credentials, and tables of names and passwords.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static SandboxUsers Read(object[]? given, string parameter)
    {
        var users = new SandboxUsers();
        foreach (var element in given ?? [])
        {
            switch (BareObject.Of(element))
            {
                case PSCredential credential:
                    users.Add(credential.UserName, credential.Password, parameter);
                    break;
                case IDictionary table:
                    foreach (var (name, secret) in Secrets(table, parameter))
                        users.Add(name, secret, parameter);
                    break;
                default:
                    throw new AdvisedException(
                        MailErrors.InvalidParameter,
                        $"-{parameter} is neither a credential nor a table of names and passwords.",
                        $"Write -{parameter} @{{ alice = 'password' }}, or give credentials as Get-Credential makes them.",
                        isTargetSecret: true);
            }
        }

        return users;
    }

    /// <summary>A table of names and secrets, in clear.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static Dictionary<string, string> ReadTable(IDictionary? table, string parameter) =>
        Secrets(table ?? new Hashtable(), parameter).ToDictionary(entry => entry.Name, entry => Clear(entry.Secret));

    private static IEnumerable<(string Name, SecureString Secret)> Secrets(IDictionary table, string parameter)
    {
        foreach (DictionaryEntry entry in table)
        {
            var name = $"{BareObject.Of(entry.Key)}";
            yield return (name, BareObject.Of(entry.Value) switch
            {
                SecureString secret => secret,
                string text => new NetworkCredential("", text).SecurePassword,
                _ => throw new AdvisedException(
                    MailErrors.InvalidParameter,
                    $"-{parameter}: what {WireText.Excerpt(name)} has is neither a text nor a SecureString.",
                    $"Write -{parameter} @{{ alice = 'secret' }}.",
                    isTargetSecret: true),
            });
        }
    }

    private void Add(string name, SecureString password, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new MailException(MailErrors.InvalidParameter, $"-{parameter}: a user has a name.");
        if (_users.Any(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new MailException(MailErrors.InvalidParameter, $"-{parameter} names {WireText.Excerpt(name)} twice.");
        _users.Add((name, password));
    }

    private static string Clear(SecureString secret) => new NetworkCredential("", secret).Password;
}
