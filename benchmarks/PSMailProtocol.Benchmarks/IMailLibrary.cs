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

    /// <summary>
    /// Reads a message: every header field decoded, subject, date and addresses, both bodies as text, and the bytes of
    /// every attachment into the destination.
    /// </summary>
    /// <returns>A number that depends on all of it.</returns>
    long ReadAll(byte[] message, Stream destination);

    /// <summary>Reads what a row of the default table shows: author, subject and date.</summary>
    /// <returns>A number that depends on all of it.</returns>
    long ReadRow(byte[] message);

    /// <summary>Reads a message and counts its recipients with the length of their names.</summary>
    long ReadRecipients(byte[] message);
}
