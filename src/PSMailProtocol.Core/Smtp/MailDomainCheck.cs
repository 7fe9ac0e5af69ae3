namespace PSMailProtocol.Smtp;

/// <summary>One thing about a domain by which its mail is delivered or judged, and what it comes to.</summary>
public sealed class MailDomainCheck
{
    /// <summary>Creates a row.</summary>
    /// <param name="domain">The domain, in A-labels.</param>
    /// <param name="check">What was looked at.</param>
    /// <param name="verdict">What it comes to.</param>
    public MailDomainCheck(string domain, string check, MailDomainVerdict verdict)
    {
        Domain = domain;
        Check = check;
        Verdict = verdict;
    }

    /// <summary>The domain that was asked about.</summary>
    public string Domain { get; }

    /// <summary>What was looked at: MX, SPF, DKIM, DMARC, MTA-STS, TLS-RPT, DANE or PTR.</summary>
    public string Check { get; }

    /// <summary>What of it: a selector, an address, an exchanger; empty for the domain itself.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What it comes to.</summary>
    public MailDomainVerdict Verdict { get; }

    /// <summary>The record, or what was found. It comes from strangers.</summary>
    public string Value { get; init; } = "";

    /// <summary>Why it has this verdict, in sentences.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do, in a sentence; empty where nothing is to be done.</summary>
    public string Advice { get; init; } = "";

    /// <summary>Where the rule stands, such as <c>RFC 7208 section 4.6.4</c>.</summary>
    public string Section { get; init; } = "";

    /// <summary>Check, subject and verdict, such as <c>DKIM s1: Good</c>.</summary>
    public override string ToString() => Subject.Length == 0 ? $"{Check}: {Verdict}" : $"{Check} {Subject}: {Verdict}";
}
