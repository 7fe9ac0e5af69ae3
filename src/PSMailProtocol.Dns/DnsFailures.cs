using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;

namespace PSMailProtocol.Dns;

/// <summary>Why no server answered one question, told as one error.</summary>
internal sealed class DnsFailures
{
    private readonly string _name;
    private readonly QueryType _type;
    private readonly List<string> _reasons = [];
    private Exception? _cause;
    private bool _hasServerFailure;
    private bool _hasInvalidResponse;

    internal DnsFailures(string name, QueryType type)
    {
        _name = name;
        _type = type;
    }

    internal void AddTimeout(string what) => Add($"{what}: timed out");

    internal void AddResponse(IPEndPoint server, DnsResponseCode code)
    {
        _hasServerFailure = true;
        Add($"{server}: {NameOf(code)}");
    }

    internal void AddReferral(IPEndPoint server)
    {
        _hasServerFailure = true;
        Add($"{server}: does not look names up for others");
    }

    internal void AddUnreachable(IPEndPoint server, SocketException failure)
    {
        _hasServerFailure = true;
        _cause = failure;
        Add($"{server}: {failure.Message}");
    }

    internal void AddInvalid(IPEndPoint server, MailException failure)
    {
        _hasInvalidResponse = true;
        _cause = failure;
        Add($"{server}: {failure.Message.TrimEnd('.')}");
    }

    /// <summary>An answer of any kind tells more than a silence, so that it names the error.</summary>
    internal MailException ToException()
    {
        var error = _hasServerFailure ? MailErrors.DnsServerFailure
            : _hasInvalidResponse ? MailErrors.DnsResponseInvalid
            : MailErrors.DnsTimedOut;
        return new MailException(error, $"No name server answered for {_type} of {_name}. {string.Join("; ", _reasons)}.", _cause);
    }

    internal static string NameOf(DnsResponseCode code) => code switch
    {
        DnsResponseCode.NoError => "NOERROR",
        DnsResponseCode.NotExistentDomain => "NXDOMAIN",
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        DnsResponseCode.BadVersionOrBadSignature => "BADVERS",
        _ => ((int)code).ToString("'RCODE' 0", CultureInfo.InvariantCulture),
    };

    // A second attempt that fails as the first did adds nothing to read.
    private void Add(string reason)
    {
        if (!_reasons.Contains(reason))
        {
            _reasons.Add(reason);
        }
    }
}
