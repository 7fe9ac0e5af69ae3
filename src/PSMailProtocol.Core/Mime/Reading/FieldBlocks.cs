using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Content that is header fields: one block of them, or several with empty lines between, as status reports have them.</summary>
internal static class FieldBlocks
{
    /// <summary>Reads every block that has a field.</summary>
    public static List<HeaderCollection> Read(byte[] content, MimeLimits limits)
    {
        var window = new ParseWindow(new MemoryMail(content));
        var reader = new HeaderBlockReader(window, limits, new DefectList(), LineEnds.Detect(content, content.Length));
        var none = new DelimiterStack();
        var blocks = new List<HeaderCollection>();
        for (long position = 0; position < content.Length;)
        {
            var block = reader.Read(position, none, isFirst: true);
            if (block.Count > 0)
            {
                blocks.Add(block);
            }

            if (reader.BodyOffset == position || blocks.Count >= limits.MaxParts)
            {
                break;
            }

            position = reader.BodyOffset;
        }

        return blocks;
    }
}
