namespace PSMailProtocol.Smtp;

/// <summary>Some recipients have the message and others do not, for a reason that is not the refusal of a recipient.</summary>
public sealed class SmtpPartlySentException : MailException
{
    /// <summary>Creates a failure from the reason, whose kind it is of.</summary>
    public SmtpPartlySentException(MailException cause)
        : base(cause.Error, $"The message did not go to all: {cause.Message}", cause)
    {
    }
}
