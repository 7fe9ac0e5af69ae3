using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <content>Whoever types the command chooses the protection; a row of the pipeline, which may be anybody's, does not lower it.</content>
public abstract partial class MailServerCommand
{
    private HashSet<string> _given = [];

    /// <summary>Note what was given on the command itself: what is bound later comes from the pipeline.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _given = [.. MyInvocation.BoundParameters.Keys];
    }

    /// <summary>Whether a value came as a property of an object in the pipeline, and not by a script block either.</summary>
    private protected bool IsFromRow(string parameter) => IsGiven(parameter) && !_given.Contains(parameter);

    /// <summary>
    /// Refuses a row that asks for less protection than the command itself; one that names no mode of encryption has Auto.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    private protected void RefuseWeakerRow(MailAccount account) =>
        RefuseWeakerRow(account, account.Reached(account.Connection, tls: TlsMode.Auto));

    /// <summary>Refuses a row that asks for less protection than it would have without that. A pin of its own asks for more.</summary>
    /// <param name="account">Where the row leads.</param>
    /// <param name="otherwise">Where it would lead without a mode of encryption of its own.</param>
    private void RefuseWeakerRow(MailAccount account, MailAccount otherwise)
    {
        if (SkipCertificateCheck && IsFromRow(nameof(SkipCertificateCheck)))
            throw Weaker(nameof(SkipCertificateCheck),
                "Give the row the server's fingerprint as PinnedCertificate, or -SkipCertificateCheck on the command itself if it is " +
                "meant for every row.");
        if (AllowUnencryptedAuthentication && IsFromRow(nameof(AllowUnencryptedAuthentication)))
            throw Weaker(nameof(AllowUnencryptedAuthentication),
                "Give -AllowUnencryptedAuthentication on the command itself if it is meant for every row.");
        if (IsFromRow(nameof(Tls)) && ProtectionOf(account) < ProtectionOf(otherwise))
            throw Weaker($"{nameof(Tls)} {Tls}", $"Give -Tls {Tls} on the command itself if it is meant for every row.");
    }

    private static AdvisedException Weaker(string what, string advice) =>
        new(MailErrors.InvalidParameter,
            $"A row of the pipeline asks for {what}, and only the command itself can lower the protection.", advice);

    /// <summary>None, encryption where the server offers it, encryption in any case.</summary>
    private static int ProtectionOf(MailAccount account) =>
        account.EncryptsFromStart || account.RequiresUpgrade ? 2 : account.WantsUpgrade ? 1 : 0;
}
