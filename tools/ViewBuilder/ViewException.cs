using System;

namespace PSMailProtocol.ViewBuilder;

/// <summary>A view that cannot be made; the message says which and why.</summary>
internal sealed class ViewException(string message) : Exception(message);
