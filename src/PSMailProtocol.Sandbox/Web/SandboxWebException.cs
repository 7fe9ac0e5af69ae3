using System;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>A request cannot be answered as it stands; the message says why, for who wrote it.</summary>
internal sealed class SandboxWebException(string message) : Exception(message);
