using System.Management.Automation;
using PSMailProtocol.Files;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets have in common that save what a message holds as files in a folder.</summary>
public abstract class MailFolderCommand : MailCommand
{
    private DestinationFolder? _folder;
    private string? _folderName;

    /// <summary>Replace files that hold something else.</summary>
    public virtual SwitchParameter Force { get; set; }

    /// <summary>Touch no file that holds something else, and save under no other name.</summary>
    public virtual SwitchParameter NoClobber { get; set; }

    /// <summary>What happens to a file that is there already.</summary>
    private protected ExistingFileAction Action =>
        Force ? ExistingFileAction.Replace : NoClobber ? ExistingFileAction.Refuse : ExistingFileAction.Number;

    /// <summary>Looks at the parameters together, once for all input.</summary>
    protected override void BeginProcessing() => OrTerminate(
        () => Force && NoClobber
            ? throw new MailException(MailErrors.InvalidParameter,
                "-Force replaces files and -NoClobber keeps them, so only one of them can be given.")
            : true,
        null);

    /// <summary>The folder of a name at the present location; the same one as long as the name is.</summary>
    private protected DestinationFolder Folder(string name, bool isDurable)
    {
        if (_folder is null || _folderName != name)
        {
            _folder = new DestinationFolder(FilePath.Unresolved(this, name, "Destination"), isDurable);
            _folderName = name;
        }

        return _folder;
    }
}
