using System.IO;

namespace PSMailProtocol.Benchmarks;

/// <summary>What is measured, done once by this project and once by the library it is compared with.</summary>
internal interface IMailLibrary
{
    string Name { get; }

    /// <summary>Composes a message with one attachment and writes it.</summary>
    void ComposeAttachment(byte[] content, Stream destination);

    /// <summary>Composes a message of one text and writes it, in encodings that any server takes.</summary>
    void ComposeText(string subject, string text, Stream destination);
}
