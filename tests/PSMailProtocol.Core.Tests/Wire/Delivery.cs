namespace PSMailProtocol.Tests.Wire;

/// <summary>In what pieces a scripted peer hands out what it says.</summary>
public enum Delivery
{
    Whole,
    ByLine,
    ByByte,
}
