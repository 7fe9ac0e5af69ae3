namespace PSMailProtocol.Mime;

/// <summary>Makes and checks message ids (RFC 5322 section 3.6.4).</summary>
internal static class MessageIdText
{
    private const int LongestId = 900;

    /// <summary>A new id that nobody can guess, without angle brackets.</summary>
    public static string Create(string domain) => RandomText.Create() + "@" + domain;

    /// <summary>An id that a caller gave, with or without its angle brackets, without them.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidHeaderValue"/>.</exception>
    public static string Normalise(string id, string parameter)
    {
        HeaderRules.RefuseLineBreaks(id, parameter, MailErrors.InvalidHeaderValue);
        string trimmed = id.Trim();
        string bare = trimmed.Length > 2 && trimmed[0] == '<' && trimmed[trimmed.Length - 1] == '>' ? trimmed.Substring(1, trimmed.Length - 2) : trimmed;
        bool valid = bare.Length is > 0 and <= LongestId;
        foreach (char c in bare)
            valid &= c is > ' ' and <= '~' and not ('<' or '>');
        return valid
            ? bare
            : throw new MailException(MailErrors.InvalidHeaderValue, $"{parameter} is not an id of printable ASCII without spaces and angle brackets.");
    }
}
