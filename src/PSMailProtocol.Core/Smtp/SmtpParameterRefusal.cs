using System;
using System.Linq;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Tells which extension a server offers and does not have: it refuses the parameters (RFC 5321 section 4.1.1.11: 555), and takes
/// the message without them. Nobody asked for a declared size, and reports are done without where no server offers them.
/// </summary>
internal static class SmtpParameterRefusal
{
    /// <summary>The keyword of delivery status notifications (RFC 3461).</summary>
    public const string Reports = "DSN";

    private const string Size = "SIZE";
    private const int Unknown = 555;

    /// <summary>The keyword of the extension that a refused MAIL can do without, or null.</summary>
    public static string? OfSender(SmtpTransaction transaction, SmtpCapabilities capabilities)
    {
        if (transaction.SenderReply is not { IsPositive: false } reply)
            return null;

        var options = transaction.Message.Options;
        var hasSize = capabilities.Size && transaction.Message.Size is not null;
        var hasReports = capabilities.DeliveryStatusNotification
            && (options.Return != SmtpReturn.Default || options.EnvelopeId is not null);
        if (hasReports && Names(reply, "RET=", "ENVID", Reports))
            return Reports;
        if (hasSize && (reply.Code == Unknown || Names(reply, Size)))
            return Size;
        return hasReports && reply.Code == Unknown ? Reports : null;
    }

    /// <summary>Whether a recipient is refused for the reports that are asked for with it.</summary>
    public static bool OfReports(SmtpTransaction transaction, SmtpReply reply) =>
        transaction.AsksForReports && (reply.Code == Unknown || Names(reply, "NOTIFY", "ORCPT", Reports));

    private static bool Names(SmtpReply reply, params string[] parameters) =>
        reply.Code is 501 or 504 or Unknown
            && parameters.Any(parameter => reply.Text.IndexOf(parameter, StringComparison.OrdinalIgnoreCase) >= 0);
}
