using System;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>Leads out of the reading of a body that a fault refuses in the middle.</summary>
internal sealed class SmtpBodyInterruptedException : Exception
{
}
