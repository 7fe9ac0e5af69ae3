using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>An object of the pipeline that names messages of a maildrop by a property Uid, such as a row of a CSV file.</summary>
internal static class UidObject
{
    /// <summary>The UIDs that an object names.</summary>
    /// <param name="input">The object.</param>
    /// <param name="account">Where they are looked for. An object that says that it comes from elsewhere names nothing there.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static IReadOnlyList<string> UidsOf(PSObject input, MailAccount account)
    {
        RefuseForeign(input, account);
        var value = BareObject.Of(input.Properties["Uid"]?.Value);
        var uids = value is IEnumerable several and not string
            ? several.Cast<object?>().Select(TextOf).ToList()
            : [TextOf(value)];
        if (uids.Any(string.IsNullOrEmpty))
            throw new MailException(MailErrors.InvalidInputObject, "An object in the pipeline has no Uid, or an empty one.");
        return uids!;
    }

    /// <summary>Whether an object is a message of a maildrop, also one that was stored and read again.</summary>
    public static bool IsPop3Message(PSObject input) =>
        input.BaseObject is Pop3Message || StoredObject.Was<Pop3Message>(input);

    /// <summary>UIDs of IMAP and of POP3 are of two worlds. Messages that were stored and read again are still of their type.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static void RefuseImap(PSObject input)
    {
        if (!input.TypeNames.Any(name => name.EndsWith(nameof(ImapMessage), StringComparison.Ordinal)))
            return;

        throw new AdvisedException(
            MailErrors.InvalidInputObject,
            $"The message was read by IMAP from {WireText.Excerpt(TextOf(input.Properties["Mailbox"]?.Value) ?? "")}, and this is a POP3 maildrop, whose UIDs are others.",
            "Read the maildrop with Get-Pop3Message, and pipe what that emits.");
    }

    /// <summary>In another mailbox the same UID can be another message. Messages that were stored and read again say where they come from.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static void RefuseForeign(PSObject input, MailAccount account)
    {
        var mailbox = BareObject.Of(input.Properties["Mailbox"]?.Value);
        var maildrop = MailboxId.OfMaildrop(account);
        var isForeign = mailbox switch
        {
            null => false,
            MailboxId id => !id.IsSameMailbox(maildrop),
            string text => MailboxId.TryParse(text, out var id) && !id.IsSameMailbox(maildrop),
            _ => IsAnother(PSObject.AsPSObject(mailbox), maildrop),
        };
        if (isForeign)
            throw new MailException(MailErrors.InvalidInputObject, $"The message lives in {WireText.Excerpt(TextOf(mailbox) ?? "")}, which is not the maildrop of {account}.");
    }

    /// <summary>What <c>Import-Clixml</c> makes of a <see cref="MailboxId"/> has its properties and not its type.</summary>
    private static bool IsAnother(PSObject stored, MailboxId maildrop) =>
        Differs(stored, nameof(MailboxId.Protocol), maildrop.Protocol, StringComparison.Ordinal)
        || Differs(stored, nameof(MailboxId.Server), maildrop.Server, StringComparison.OrdinalIgnoreCase)
        || Differs(stored, nameof(MailboxId.UserName), maildrop.UserName, StringComparison.Ordinal);

    private static bool Differs(PSObject origin, string property, string expected, StringComparison comparison) =>
        TextOf(origin.Properties[property]?.Value) is { } text && !string.Equals(text, expected, comparison);

    private static string? TextOf(object? value) => BareObject.Of(value)?.ToString();
}
