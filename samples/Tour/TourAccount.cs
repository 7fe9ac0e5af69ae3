namespace PSMailProtocol.Samples.Tour;

/// <summary>The login of the tour. It opens nothing but the sandbox, which goes away with the tour.</summary>
internal static class TourAccount
{
    public const string Password = "tour-only";
}
