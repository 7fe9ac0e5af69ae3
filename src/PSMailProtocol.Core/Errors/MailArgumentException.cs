using System;

namespace PSMailProtocol;

/// <summary>A value that was given cannot be used.</summary>
public sealed class MailArgumentException : MailException
{
    /// <summary>Creates a failure whose message is the name and the complaint.</summary>
    /// <param name="error">The kind, from <see cref="MailErrors"/>.</param>
    /// <param name="paramName">The parameter or property that carries the value.</param>
    /// <param name="complaint">What is wrong with it, as the rest of a sentence that begins with the name. Never a secret.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public MailArgumentException(MailError error, string paramName, string complaint, Exception? inner = null)
        : base(error, $"{paramName} {complaint}", inner)
    {
        ParamName = paramName;
        Complaint = complaint;
    }

    /// <summary>The parameter or property that carries the value, as <see cref="ArgumentException.ParamName"/> has it.</summary>
    public string ParamName { get; }

    /// <summary>The message without the name before it, for whoever calls the value by another name.</summary>
    public string Complaint { get; }
}
