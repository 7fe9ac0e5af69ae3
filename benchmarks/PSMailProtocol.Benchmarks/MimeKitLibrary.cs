using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// MimeKit, from an assembly named at run time. Every call is compiled from an expression once, so that a call costs
/// one delegate and no reflection.
/// </summary>
internal sealed class MimeKitLibrary : IMailLibrary
{
    private readonly Func<byte[], object> _attachmentMessage;
    private readonly Func<string, string, object> _textMessage;
    private readonly Action<object, Stream> _write;
    private readonly Action<object> _prepare;
    private readonly MimeKitReader _reader;

    public MimeKitLibrary(string path)
    {
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
        Name = "MimeKit " + assembly.GetName().Version;
        var kit = new MimeKitExpressions(assembly);
        _attachmentMessage = kit.AttachmentMessage();
        _textMessage = kit.TextMessage();
        _write = kit.Write();
        _prepare = kit.Prepare();
        _reader = new MimeKitReader(kit);
    }

    public string Name { get; }

    /// <summary>The transfer encoding is given, so MimeKit need not look for the best one.</summary>
    public void ComposeAttachment(byte[] content, Stream destination) => _write(_attachmentMessage(content), destination);

    public void ComposeText(string subject, string text, Stream destination)
    {
        object message = _textMessage(subject, text);
        _prepare(message);
        _write(message, destination);
    }

    public long ReadAll(byte[] message, Stream destination) => _reader.ReadAll(message, destination);

    public long ReadRecipients(byte[] message) => _reader.ReadRecipients(message);
}
