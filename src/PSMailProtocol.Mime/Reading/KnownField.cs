using System.Text;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>A field that a server has taken out of its header, with nothing around it.</summary>
/// <param name="name">The name.</param>
/// <param name="value">The value, without line ends.</param>
internal sealed class KnownField(string name, string value)
    : Header(FieldText.Library, Encoding.ASCII.GetBytes(name), Encoding.UTF8.GetBytes($" {value}\r\n"), invalid: false);
