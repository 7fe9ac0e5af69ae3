namespace PSMailProtocol;

/// <summary>Something that ends with the runspace in which it began.</summary>
internal interface IRunspaceBound
{
    /// <summary>Whether it was ended for good.</summary>
    bool HasEnded { get; }

    /// <summary>Ends it for good and at once, whatever goes on in it.</summary>
    void EndAtOnce();
}
