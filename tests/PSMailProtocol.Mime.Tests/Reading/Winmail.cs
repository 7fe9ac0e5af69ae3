using System.IO;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>What Outlook packs a text and a file into.</summary>
internal static class Winmail
{
    private const int MessageLevel = 1;
    private const int AttachmentLevel = 2;

    // MS-OXTNEF section 2.1.3: a signature, a key, and attributes of a level, a tag, a length, the data and their sum.
    public static byte[] Create(string text, string name, string content, byte[]? properties = null)
    {
        using var octets = new MemoryStream();
        using var writer = new BinaryWriter(octets);
        writer.Write(0x223E9F78);
        writer.Write((short)1);
        Attribute(writer, MessageLevel, 0x00089006, [0, 0, 1, 0]);
        Attribute(writer, MessageLevel, 0x00069007, [0xE4, 4, 0, 0, 0, 0, 0, 0]);
        Attribute(writer, MessageLevel, 0x0002800C, Encoding.ASCII.GetBytes(text + "\0"));
        if (properties is not null)
            Attribute(writer, MessageLevel, 0x00069003, properties);
        Attribute(writer, AttachmentLevel, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]);
        Attribute(writer, AttachmentLevel, 0x00018010, Encoding.ASCII.GetBytes(name + "\0"));
        Attribute(writer, AttachmentLevel, 0x0006800F, Encoding.ASCII.GetBytes(content));
        return octets.ToArray();
    }

    private static void Attribute(BinaryWriter writer, byte level, int tag, byte[] data)
    {
        writer.Write(level);
        writer.Write(tag);
        writer.Write(data.Length);
        writer.Write(data);
        writer.Write((short)data.Sum(octet => octet));
    }
}
