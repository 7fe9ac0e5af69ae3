using System.Collections.Generic;

namespace PSMailProtocol.ViewBuilder;

/// <summary>The views of every type that a cmdlet emits, or that is found in what it emits.</summary>
internal static class ModuleViews
{
    /// <summary>What a list shows of any message, behind what tells where it was.</summary>
    private static readonly Item[] Message =
    [
        "Date", "Received", "From", "To", "Cc", "ReplyTo", "Subject", "MessageId", "InReplyTo", "Attachment",
        new Item("Header") { Property = "Header.Name" },
        "DeliveryStatus", "DispositionNotification", "Defect",
    ];

    private static readonly Item[] Bodies =
    [
        "Mailbox",
        new Item("TextBody") { HasLines = true },
        new Item("HtmlBody") { Text = "if ($null -ne $_.HtmlBody) { \"$($_.HtmlBody.Length) characters\" }" },
    ];

    /// <summary>A remote session gives of the certificate in a report the text alone.</summary>
    private const string CertificateIsText = "$null -eq $_.ServerCertificate.IsTrusted";

    private const string ProbedCertificate =
        $"if ({CertificateIsText}) {{ [string] $_.ServerCertificate }} else {{ \"for $($_.ServerCertificate.Name -join ', ') by " +
        $"$($_.ServerCertificate.Issuer)\" }}";

    /// <summary>What is wrong with a certificate is said once in the view of a report.</summary>
    private const string ProbeError =
        $"if ($_.ErrorId -ne 'CertificateRejected' -or {CertificateIsText}) {{ $_.Error }} " +
        "elseif ($_.ServerCertificate.IsPinned -eq $false) { 'CertificatePin is not the pinned one' } else { 'CertificateVerdict says " +
        "why' }";

    /// <summary>An expression for a text that takes so many characters at the most, for what a stranger may make long.</summary>
    private static string Cut(string expression, int length) =>
        $"$text = {expression}; if ($text.Length -gt {length}) {{ $text.Substring(0, {length - 1}) + [char] 0x2026 }} else {{ $text }}";

    public static IReadOnlyList<TypeView> All { get; } =
    [
        new TypeView("PSMailProtocol.SmtpMessageResult")
        {
            Table =
            [
                ("Status", 14),
                new Item("To")
                {
                    Text =
                        "\"$($_.To -join ', ')$(if ($_.RejectedRecipient) { \" (not to: $($_.RejectedRecipient.Recipient -join ', '))\" " +
                        "})\"",
                },
                "Subject",
                new Item("Reply") { Width = 10, Text = "\"$($_.Code) $($_.EnhancedCode)\".Trim()" },
            ],
            List =
            [
                "Status", "MessageId", "Subject", "To", "AcceptedRecipient", "RejectedRecipient", "UnknownRecipient", "Code",
                "EnhancedCode", "Reply",
                "Server", "TlsProtocol", "Mechanism", "Bytes", "Duration",
                new Item("InputObject") { Text = "\"$($_.InputObject)\"" },
            ],
            Mixed = ["Status", "TlsProtocol", "Bytes", "Duration"],
            Display = "\"$([string] $this.Status) $($this.Subject)\"",
            Hidden = ["InputObject"],
        },
        // With 80 columns a value has 54, and all but what was asked for with -To and -Command fits 24 lines.
        new TypeView("PSMailProtocol.MailServerReport")
        {
            IsListFirst = true,
            Table =
            [
                ("Protocol", 8), "Server", ("Port", 5), ("Succeeded", 9), ("Stage", 12),
                new Item("TLS") { Property = "TlsProtocol", Width = 5 },
                new Item("Days") { Text = "$_.ServerCertificate.DaysLeft", Width = 5 }, "ErrorId",
            ],
            List =
            [
                new Item("Server")
                {
                    Text = "\"$([string] $_.Protocol) $($_.Server):$($_.Port)$(if ($_.Address) { \" at $($_.Address)\" })\"",
                },
                new Item("FoundBy") { IsOptional = true },
                "Stage",
                new Item("Error") { IsOptional = true, Text = Cut($"\"$($_.ErrorId): $({ProbeError})\"", 161) },
                new Item("Advice") { IsOptional = true, Text = Cut("$_.Advice", 161) },
                new Item("Greeting") { IsOptional = true, Text = Cut("[string] $_.Greeting[0]", 53) },
                new Item("CapabilityBeforeTls") { IsOptional = true, Text = Cut("$_.CapabilityBeforeTls -join ', '", 161) },
                new Item("CapabilityAfterTls") { IsOptional = true, Text = Cut("$_.CapabilityAfterTls -join ', '", 107) },
                new Item("MaximumSize") { IsOptional = true },
                new Item("AuthenticationMechanism") { IsOptional = true, Text = Cut("$_.AuthenticationMechanism -join ', '", 53) },
                new Item("Tls")
                {
                    Property = "CipherSuite",
                    IsOptional = true,
                    Text = "\"$([string] $_.TlsProtocol) $($_.CipherSuite)\".Trim()",
                },
                new Item("Certificate") { Property = "ServerCertificate", IsOptional = true, Text = Cut(ProbedCertificate, 107) },
                new Item("CertificateEnd")
                {
                    Property = "ServerCertificate.NotAfter", IsOptional = true,
                    Text =
                        "\"$(([datetimeoffset] \"$($_.ServerCertificate.NotAfter)\").UtcDateTime.ToString('yyyy-MM-dd', " +
                        "[cultureinfo]::InvariantCulture)), $($_.ServerCertificate.DaysLeft) days left\"",
                },
                new Item("CertificateVerdict")
                {
                    Property = "ServerCertificate.IsTrusted", IsOptional = true,
                    Text = Cut("if ($_.ServerCertificate.Problem) { $_.ServerCertificate.Problem -join '; ' } else { 'good' }", 107),
                },
                new Item("CertificatePin") { Property = "ServerCertificate.Fingerprint", IsOptional = true },
                new Item("RoundTrip") { IsOptional = true, Text = "\"$([math]::Round($_.RoundTrip.TotalMilliseconds, 1)) ms\"" },
                new Item("LoginMechanism") { IsOptional = true },
                new Item("Answer") { IsOptional = true, HasLines = true },
                new Item("Sender") { Property = "SenderReply", IsOptional = true },
                new Item("Recipient") { IsOptional = true, HasLines = true },
            ],
            Mixed = ["Succeeded", "Stage", "Port"],
        },
        new TypeView("PSMailProtocol.Probing.ServerCertificateReport")
        {
            Table = ["Name", ("NotAfter", 16), ("DaysLeft", 8), ("IsNamed", 7), ("IsTrusted", 9), "Problem"],
            List = ["Subject", "Issuer", "Name", "NotBefore", "NotAfter", "DaysLeft", "Fingerprint", "IsNamed", "IsTrusted",
                "IsPinned", "Problem"],
            Mixed = ["DaysLeft", "IsNamed", "IsTrusted"],
        },
        new TypeView("PSMailProtocol.Probing.ProbeAnswer")
        {
            Table = [("Command", 20), new Item("Answer") { Property = "Line" }],
            List = ["Command", "Line"],
            Display = "\"$($this.Command): $($this.Line -join ' ')\"",
        },
        new TypeView("PSMailProtocol.Smtp.SmtpRecipientResult")
        {
            Table = [("Recipient", 32), ("Code", 4), new Item("Enhanced") { Property = "EnhancedCode", Width = 8 }, "Text"],
            List = ["Recipient", "Code", "EnhancedCode", "Text"],
            Mixed = ["Code"],
            Hidden = ["Reply"],
        },
        new TypeView("PSMailProtocol.Smtp.SmtpReply")
        {
            Table = [("Code", 4), new Item("Enhanced") { Property = "EnhancedCode", Width = 8 }, "Text"],
            List = ["Code", "EnhancedCode", new Item("Lines") { HasLines = true }],
            Mixed = ["Code"],
        },
        new TypeView("PSMailProtocol.Pop3Message")
        {
            Table = [("Number", 6), ("Date", 16), ("From", 20), "Subject", ("Size", 8)],
            List = ["Number", "Uid", "Size", .. Message, new Item("SavedTo") { IsOptional = true }, .. Bodies],
            Mixed = ["Number", "Size"],
        },
        new TypeView("PSMailProtocol.ImapMessage")
        {
            Table =
            [
                ("Uid", 7), ("Date", 16), ("From", 13), "Subject", ("Size", 8),
                new Item("Flags")
                {
                    Width = 5,
                    Text =
                        "\"$(if ($_.Draft) { 'D' })$(if ($_.Flagged) { 'F' })$(if ($_.Answered) { 'R' })$(if ($_.Seen) { 'S' })$(if " +
                        "($_.Deleted) { 'T' })\"",
                },
            ],
            List =
            [
                "Uid", "UidValidity", "Number", "Size", "Flags", "Labels", "Seen", "InternalDate", "ModSeq", "Preview", .. Message,
                new Item("SavedTo") { IsOptional = true }, .. Bodies,
            ],
            Mixed = ["Uid", "Size", "Seen"],
        },
        new TypeView("PSMailProtocol.ImapFolder")
        {
            Table = ["Name", ("SpecialUse", 10), ("MessageCount", 12), ("Unseen", 8), ("Size", 14)],
            List =
            [
                "Name", "SpecialUse", "Delimiter", "MessageCount", "Unseen", "Size", "UidNext", "UidValidity", "HighestModSeq",
                "QuotaUsage", "QuotaLimit",
                "IsSelectable", "Attribute", "Mailbox",
            ],
            Mixed = ["MessageCount", "Unseen", "Size"],
        },
        new TypeView("PSMailProtocol.MailSession")
        {
            Table = [("State", 9), ("Protocol", 8), "UserName", "Server", ("Port", 5),
                new Item("TLS") { Property = "TlsProtocol", Width = 5 }, "Folder"],
            List = ["State", "Protocol", "UserName", "Server", "Port", "TlsProtocol", "Folder"],
            Mixed = ["Port"],
        },
        new TypeView("PSMailProtocol.ImapAddedMessage")
        {
            Table = [("Status", 7), ("Uid", 7), ("Date", 16), "Subject", ("Size", 8), "Reason"],
            List = ["Status", "Uid", "Size", "Date", "From", "Subject", "MessageId", "Reason", "Mailbox"],
            Mixed = ["Status", "Uid", "Size"],
            Display = "\"$([string] $this.Status) $($this.Subject)\"",
        },
        new TypeView("PSMailProtocol.MailFileMessage")
        {
            Table = [("Index", 6), ("Date", 16), ("From", 20), "Subject", ("Size", 8)],
            List = ["Index", "Path", "Size", .. Message, .. Bodies],
            Mixed = ["Index", "Size"],
        },
        new TypeView("PSMailProtocol.AcceptedMessage")
        {
            Table = [("Accepted", 16), ("Sender", 20), ("Recipient", 20), "Subject", ("Size", 8)],
            List =
            [
                "QueueId", "Accepted", "Sender", "SenderParameter", "Recipient", "RecipientParameter", "UserName", "TlsProtocol",
                "ClientName", "Size", .. Message, .. Bodies,
            ],
            Mixed = ["Accepted", "TlsProtocol", "Size"],
            NotStored = ["Octets"],
        },
        new TypeView("PSMailProtocol.RunningSandbox")
        {
            IsListFirst = true,
            Table = [("IsRunning", 9), ("SmtpPort", 8), ("Pop3Port", 8), ("ImapPort", 8), "DnsServer", "Login", ("MessageCount", 12)],
            List =
            [
                "IsRunning", "Server",
                new Item("SMTP") { Text = "\"$($_.SmtpPort), inside TLS $($_.SmtpsPort)\"" },
                new Item("POP3") { Text = "\"$($_.Pop3Port), inside TLS $($_.Pop3sPort)\"" },
                new Item("IMAP") { Text = "\"$($_.ImapPort), inside TLS $($_.ImapsPort)\"" },
                "DnsServer", new Item("PolicyServer") { IsOptional = true }, new Item("WebAddress") { IsOptional = true },
                "PinnedCertificate", "Login", "MessageCount", "ConnectionCount",
            ],
            Mixed = ["IsRunning", "SmtpPort", "MessageCount"],
            NotStored = ["Smtp", "Pop3", "Imap", "Dns", "WebAddress"],
        },
        new TypeView("PSMailProtocol.Pop3RemovalResult")
        {
            Table = [("Removed", 7), ("Uid", 10), ("Date", 16), "Subject", "Reason"],
            List = ["Number", "Uid", "Date", "From", "Subject", "Removed", "Committed", "Reason", "Mailbox"],
            Mixed = ["Removed", "Committed"],
            Display =
                "\"$($this.Uid) $(if ($this.Subject) { \"'$($this.Subject)' \" })$(if ($this.Removed) { 'removed' } else { $this.Reason " +
                "})\"",
            Hidden = ["InputObject"],
        },
        new TypeView("PSMailProtocol.ImapMessageResult")
        {
            Table = [("Action", 6), ("Status", 8), ("Uid", 6), ("NewUid", 6), ("Date", 16), "Subject", "Reason"],
            List = ["Action", "Status", "Uid", "Date", "From", "Subject", "Mailbox", "NewMailbox", "NewUid", "Flags", "Labels", "Reason"],
            Mixed = ["Uid", "NewUid"],
            Display =
                "\"$([string] $this.Action) $($this.Uid) $(if ($this.Subject) { \"'$($this.Subject)' \" })$([string] $this.Status)$(if " +
                "($this.Reason) { \": $($this.Reason)\" })\"",
            Hidden = ["InputObject"],
        },
        new TypeView("PSMailProtocol.Pop3MaildropSummary")
        {
            Table = [new Item("Server") { Property = "Mailbox.Server" }, new Item("UserName") { Property = "Mailbox.UserName" },
                ("Count", 8), ("Size", 14)],
            List =
            [
                "Count", "Size", "Capability", "Pipelining", "ExpireDays", "NeverExpires", "LoginDelay", "Implementation",
                "TlsProtocol", "Mailbox",
            ],
            Mixed = ["Count", "Size"],
            Display = "\"$($this.Count) messages of $($this.Size) octets in $($this.Mailbox)\"",
        },
        new TypeView("PSMailProtocol.Accounts.MailboxId")
        {
            Table = [("Protocol", 8), "Server", ("Port", 5), "UserName", "Name"],
            List = ["Protocol", "Server", "Port", "UserName", "Name", "UidValidity"],
            Mixed = ["Port", "UidValidity"],
        },
        new TypeView("PSMailProtocol.Messages.MailAttachment")
        {
            Table = ["FileName", ("ContentType", 26), ("Size", 12), ("IsInline", 8)],
            List = ["FileName", "ContentType", "Size", "ContentId", "IsInline"],
            Mixed = ["Size", "IsInline"],
        },
        new TypeView("PSMailProtocol.Messages.MailboxAddress")
        {
            Table = [("DisplayName", 32), "Address"],
            List = ["DisplayName", "Address", "LocalPart", "Domain", "IsLocalPartAscii"],
            Mixed = ["IsLocalPartAscii"],
        },
        new TypeView("PSMailProtocol.Messages.HeaderField")
        {
            Table = [("Name", 28), "Value"],
            List = ["Name", "Value", "Offset", "Length"],
            Mixed = ["Offset", "Length"],
        },
        new TypeView("PSMailProtocol.Messages.MimeDefect")
        {
            Table = [("Name", 30), ("Offset", 12)],
            List = ["Name", "Offset"],
            Mixed = ["Offset"],
        },
        new TypeView("PSMailProtocol.Messages.ReceivedField")
        {
            Table = [("Date", 16), "From", "By", ("With", 8)],
            List = ["From", "By", "With", "Id", "For", "Date"],
            Mixed = ["Date"],
        },
        new TypeView("PSMailProtocol.Messages.DeliveryStatus")
        {
            Table = [("Recipient", 32), ("Action", 10), ("Status", 8), "DiagnosticCode"],
            List =
            [
                "Recipient", "OriginalRecipient", "FinalRecipient", "Action", "Status", "DiagnosticCode", "RemoteMta", "ReportingMta",
                "ArrivalDate", "LastAttemptDate", "WillRetryUntil", "OriginalMessageId", "OriginalSubject", "OriginalEnvelopeId",
            ],
            Mixed = ["LastAttemptDate"],
            Hidden = ["Fields", "MessageFields"],
        },
        new TypeView("PSMailProtocol.Messages.DispositionNotification")
        {
            Table = [("FinalRecipient", 32), ("Disposition", 12), "OriginalMessageId"],
            List = ["OriginalRecipient", "FinalRecipient", "OriginalMessageId", "ReportingUserAgent", "Disposition", "Modifier",
                "IsManualAction"],
            Mixed = ["IsManualAction"],
            Hidden = ["Fields"],
        },
        new TypeView("PSMailProtocol.Smtp.MailDomainCheck")
        {
            Table = [("Check", 7), ("Subject", 16), ("Verdict", 7), "Value", "Advice"],
            List = ["Domain", "Check", "Subject", "Verdict", "Value", "Reason", "Advice", "Section"],
            Mixed = ["Verdict"],
        },
        new TypeView("PSMailProtocol.Smtp.MailExchanger")
        {
            Table = [("Domain", 24), ("Preference", 10), "Exchange", "IPAddress"],
            List = ["Domain", "Preference", "Exchange", "IPAddress", "Status", "TimeToLive", "NameServer", "IsAuthenticated", "Warnings"],
            Mixed = ["Preference", "Status", "TimeToLive"],
        },
    ];
}
