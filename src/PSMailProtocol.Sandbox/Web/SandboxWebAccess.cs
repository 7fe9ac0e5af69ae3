using System;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>
/// Who may ask: only requests to the very address that was printed, from this machine, by the page itself or by no page at all, and
/// with the token. A page of somebody else's may make a browser ask, also under a name that it points at loopback (DNS rebinding).
/// </summary>
internal sealed class SandboxWebAccess
{
    private const int TokenOctets = 24;
    private const string Bearer = "Bearer ";

    private readonly string _authority;
    private readonly string _origin;
    private readonly string _token;

    public SandboxWebAccess(Uri origin)
    {
        _authority = origin.Authority;
        _origin = origin.GetLeftPart(UriPartial.Authority);
        _token = NewToken();
        Address = new Uri(origin, _token + "/");
    }

    /// <summary>Where the page is, token included.</summary>
    public Uri Address { get; }

    /// <summary>Lets a request in; false if it gets nothing.</summary>
    /// <param name="received">What was received.</param>
    /// <param name="request">What it asks for, without the token.</param>
    public bool TryEnter(HttpListenerRequest received, out SandboxWebRequest request)
    {
        var target = received.RawUrl ?? "";
        var isAllowed = received.RemoteEndPoint is { } client && IPAddress.IsLoopback(client.Address)
            && string.Equals(received.UserHostName, _authority, StringComparison.OrdinalIgnoreCase)
            && received.Headers["Origin"] is var from && (from is null || from == _origin)
            && received.Headers["Sec-Fetch-Site"] is null or "none" or "same-origin"
            && TryTakeToken(received, ref target);
        request = new SandboxWebRequest(received.HttpMethod, isAllowed ? target : "");
        return isAllowed;
    }

    /// <summary>Finds the token before the path, and takes it away, or in the field for it.</summary>
    private bool TryTakeToken(HttpListenerRequest received, ref string target)
    {
        var end = 1 + _token.Length;
        if (target.Length > end && target[0] == '/' && target[end] == '/' && IsToken(target.Substring(1, _token.Length)))
        {
            target = target.Substring(end);
            return true;
        }

        return received.Headers["Authorization"] is { } authorization
            && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && IsToken(authorization.Substring(Bearer.Length).Trim());
    }

    /// <summary>Compares in a time that tells nothing of where texts differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private bool IsToken(string given)
    {
        if (given.Length != _token.Length)
            return false;

        var difference = 0;
        for (var i = 0; i < given.Length; i++)
            difference |= given[i] ^ _token[i];
        return difference == 0;
    }

    private static string NewToken()
    {
        var octets = new byte[TokenOctets];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(octets);
        return Convert.ToBase64String(octets).Replace('+', '-').Replace('/', '_');
    }
}
