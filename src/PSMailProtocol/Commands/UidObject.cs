using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
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

    /// <summary>The UIDs of IMAP that an object names.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> for one that is no number.</exception>
    public static IReadOnlyList<long> ImapUidsOf(PSObject input)
    {
        var value = BareObject.Of(input.Properties["Uid"]?.Value);
        var several = value is IEnumerable list and not string ? list.Cast<object?>() : [value];
        return [.. several.Select(
            uid => LanguagePrimitives.TryConvertTo<long>(uid, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= uint.MaxValue
            ? number
            : throw new MailException(MailErrors.InvalidInputObject,
                $"An object in the pipeline has the Uid {WireText.Excerpt($"{uid}")}, which is no UID of IMAP."))];
    }

    /// <summary>The mailbox that a stored message says it lives in, which has to be one of the account.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static MailboxId MailboxOf(PSObject input, MailAccount account)
    {
        var text = TextOf(input.Properties["Mailbox"]?.Value) ?? "";
        if (!MailboxId.TryParse(text, out var id) || !id.IsSameMailbox(MailboxId.OfMailbox(account, id.Name, 0)))
            throw new MailException(MailErrors.InvalidInputObject,
                $"The message lives in {WireText.Excerpt(text)}, which is no mailbox of {account}.");
        return MailboxId.OfMailbox(account, id.Name, id.UidValidity);
    }

    /// <summary>Whether an object is a message of an IMAP mailbox, also one that was stored and read again.</summary>
    public static bool IsImapMessage(PSObject input) =>
        input.BaseObject is ImapMessage || StoredObject.Was<ImapMessage>(input);

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
            $"The message was read by IMAP from {WireText.Excerpt(TextOf(input.Properties["Mailbox"]?.Value) ?? "")}, and this is a POP3 " +
            "maildrop, whose UIDs are others.",
            "Read the maildrop with Get-Pop3Message, and pipe what that emits.");
    }

    /// <summary>The same the other way round.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static void RefusePop3(PSObject input)
    {
        if (!input.TypeNames.Any(name => name.EndsWith(nameof(Pop3Message), StringComparison.Ordinal)))
            return;

        throw new AdvisedException(
            MailErrors.InvalidInputObject,
            $"The message was read by POP3 from {WireText.Excerpt(TextOf(input.Properties["Mailbox"]?.Value) ?? "")}, and this is an " +
            "IMAP mailbox, whose UIDs are others.",
            "Read the mailbox with Get-ImapMessage, and pipe what that emits.");
    }

    /// <summary>
    /// In another mailbox the same UID can be another message. Messages that were stored and read again say where they come from.
    /// </summary>
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
            throw new MailException(MailErrors.InvalidInputObject,
                $"The message lives in {WireText.Excerpt(TextOf(mailbox) ?? "")}, which is not the maildrop of {account}.");
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
