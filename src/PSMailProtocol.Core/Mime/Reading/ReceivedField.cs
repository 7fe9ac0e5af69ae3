using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>One station of a message's way (RFC 5321 section 4.4). Only the newest is written by a server that you know; the others may be made up.</summary>
public sealed class ReceivedField
{
    private static readonly string[] Clauses = ["from", "by", "via", "with", "id", "for"];
    private readonly Dictionary<string, string> _clauses = new(StringComparer.Ordinal);

    private ReceivedField()
    {
    }

    /// <summary>The host that it came from, comments included, or an empty string.</summary>
    public string From => Get("from");

    /// <summary>The host that took it, or an empty string.</summary>
    public string By => Get("by");

    /// <summary>The protocol, such as <c>ESMTPS</c> (RFC 3848), or an empty string.</summary>
    public string With => Get("with");

    /// <summary>The id that the host gave it, or an empty string.</summary>
    public string Id => Get("id");

    /// <summary>The recipient, without angle brackets, or an empty string.</summary>
    public string For => Get("for").Trim('<', '>');

    /// <summary>When it was taken, or <c>null</c>.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => "from " + From + " by " + By;

    internal static ReceivedField Read(byte[] buffer, int start, int end)
    {
        // The date comes after the last semicolon that is not in a comment.
        var field = new ReceivedField();
        var semicolon = FindSemicolon(buffer, start, end);
        if (semicolon >= 0)
        {
            field.Date = MailDateParser.Read(buffer, semicolon + 1, end, out _);
        }

        field.ReadClauses(buffer, start, semicolon < 0 ? end : semicolon);
        return field;
    }

    private static int FindSemicolon(byte[] buffer, int start, int end)
    {
        var found = -1;
        for (var i = start; i < end; i++)
        {
            if (buffer[i] == '(')
            {
                i = HeaderScan.SkipComment(buffer, i, end) - 1;
            }
            else if (buffer[i] == ';')
            {
                found = i;
            }
        }

        return found;
    }

    private void ReadClauses(byte[] buffer, int start, int end)
    {
        var clause = "";
        var valueStart = start;
        for (var i = HeaderScan.SkipSpace(buffer, start, end); i < end; i = HeaderScan.SkipSpace(buffer, i, end))
        {
            var wordStart = i;
            i = buffer[i] == '(' ? HeaderScan.SkipComment(buffer, i, end) : SkipWord(buffer, i, end);
            var word = Array.Find(Clauses, name => FieldNames.Equals(buffer, wordStart, i - wordStart, name));
            if (word is not null && !_clauses.ContainsKey(word))
            {
                Add(clause, buffer, valueStart, wordStart);
                clause = word;
                valueStart = i;
            }
        }

        Add(clause, buffer, valueStart, end);
    }

    private static int SkipWord(byte[] buffer, int i, int end)
    {
        while (i < end && !HeaderScan.IsSpace(buffer[i]) && buffer[i] != '(')
        {
            i++;
        }

        return i;
    }

    private void Add(string clause, byte[] buffer, int start, int end)
    {
        if (clause.Length > 0 && !_clauses.ContainsKey(clause))
        {
            _clauses.Add(clause, HeaderText.Decode(buffer, start, end, DecodingContext.None));
        }
    }

    private string Get(string clause) => _clauses.TryGetValue(clause, out var value) ? value : "";
}
