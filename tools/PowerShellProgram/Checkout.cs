using System;
using System.IO;

namespace PSMailProtocol.Tools;

/// <summary>The checkout that the running program was built in.</summary>
public static class Checkout
{
    private const string ManifestFile = "PSMailProtocol.psd1";

    /// <summary>Its folder: the one above the program that has the manifest.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The manifest, by which a PowerShell imports the module as it was built.</summary>
    public static string Manifest { get; } = Path.Combine(Root, ManifestFile);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, ManifestFile)))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has {ManifestFile}; run this from a checkout.");
    }
}
