using System;
using System.IO;
using MimeKit.Tnef;

namespace PSMailProtocol.Mime;

/// <summary>
/// Properties of a <c>winmail.dat</c> that claim to have more values than it has octets. The library goes through all of them,
/// though they take no room: a message of 500 octets keeps it busy for ten seconds.
/// </summary>
internal static class TnefCounts
{
    /// <summary>Whether it holds as much as it claims.</summary>
    public static bool AreSound(byte[] octets)
    {
        var values = 0L;
        using var reader = new TnefReader(new MemoryStream(octets, writable: false), 0, TnefComplianceMode.Loose);
        while (reader.ReadNextAttribute())
        {
            var properties = reader.TnefPropertyReader;
            var isTable = reader.AttributeTag == TnefAttributeTag.RecipientTable;
            if (!isTable && reader.AttributeTag is not (TnefAttributeTag.MapiProperties or TnefAttributeTag.Attachment))
                continue;

            while (!isTable || properties.ReadNextRow())
            {
                for (var isMore = true; isMore;)
                {
                    isMore = properties.ReadNextProperty();
                    values += properties.ValueCount;
                    if (values > octets.Length)
                        return false;
                }

                if (!isTable)
                    break;
            }
        }

        return true;
    }
}
