namespace MimeKit;

/// <summary>Stands for a MimeKit of a time to come: the name of the assembly is the same, its content is not.</summary>
public sealed class MimeMessage
{
}
