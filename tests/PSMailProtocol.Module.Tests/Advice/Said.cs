using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Module.Tests.Advice;

/// <summary>What a server said, to be read as it comes from one.</summary>
internal static class Said
{
    /// <summary>A connection on which these lines came.</summary>
    public static MailConnection By(params IEnumerable<string> lines) =>
        new(new MemoryStream(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n")))), new MailConnectionOptions());
}
