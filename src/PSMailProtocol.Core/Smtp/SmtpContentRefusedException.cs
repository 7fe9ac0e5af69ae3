using System;

namespace PSMailProtocol.Smtp;

/// <summary>Leads out of the writing of a content that the server refused before its end. It never leaves the session.</summary>
internal sealed class SmtpContentRefusedException : Exception
{
    public SmtpContentRefusedException(SmtpReply reply)
        : base("The server refused the message before its end.")
    {
        Reply = reply;
    }

    /// <summary>The refusal.</summary>
    public SmtpReply Reply { get; }
}
