using System;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Brings messages to one server over one or several connections.</summary>
internal interface IMessageSender : IDisposable
{
    /// <summary>Makes sure of a connection, if one has to be there before a message is taken.</summary>
    /// <exception cref="MailException">No connection can be had.</exception>
    void Connect();

    /// <summary>Takes a message. Its result comes now or with a later call.</summary>
    /// <exception cref="MailException">No connection can be had, so nothing more can be sent.</exception>
    void Submit(SmtpSubmission submission);

    /// <summary>Waits for every result that is still due. Connections stay open.</summary>
    /// <exception cref="MailException">No connection can be had for what was still to be sent.</exception>
    void Settle();

    /// <summary>Waits for every result that is still due, and says goodbye to the server.</summary>
    /// <exception cref="MailException">No connection can be had for what was still to be sent.</exception>
    void Finish();
}
