using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Takes files and their paths.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FileInputAttribute : InputAttribute
{
    /// <inheritdoc/>
    protected override string Expected => "Files or their paths are wanted here.";

    /// <summary>Whether an object from the pipeline is a file, a path, or says by its PSPath which file it is about.</summary>
    public static bool IsFile(object? input) => BareObject.Of(input) is string or FileSystemInfo || PSPath(input) is not null;

    /// <inheritdoc/>
    protected override object? Take(object? input)
    {
        var paths = new List<string>();
        foreach (var element in Elements(input))
        {
            switch (BareObject.Of(element))
            {
                case string path:
                    paths.Add(path);
                    break;
                case FileSystemInfo file:
                    paths.Add(PSPath(element) ?? file.FullName);
                    break;
                default:
                    return null;
            }
        }

        return paths.Count > 0 ? paths.ToArray() : null;
    }

    private static string? PSPath(object? input) => (input as PSObject)?.Properties["PSPath"]?.Value as string;
}
