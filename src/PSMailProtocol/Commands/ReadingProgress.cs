using System;

namespace PSMailProtocol.Commands;

/// <summary>How far the reading of a mailbox is, by messages and by octets.</summary>
internal sealed class ReadingProgress : IDisposable
{
    private const double MebiByte = 1024 * 1024;

    private readonly StageProgress _progress;
    private int _messages;
    private int _expectedMessages;
    private long _octets;
    private long _expectedOctets;

    public ReadingProgress(MailCommand command, string activity) => _progress = new StageProgress(command, activity);

    /// <summary>Counts a message among those to come.</summary>
    /// <param name="octets">Its size, or 0 if only its header is read.</param>
    public void Expect(long octets)
    {
        _expectedMessages++;
        _expectedOctets += octets;
    }

    /// <summary>Counts octets that came.</summary>
    public void Add(long octets)
    {
        _octets += octets;
        Show();
    }

    /// <summary>Counts a message that came.</summary>
    public void Count()
    {
        _messages++;
        Show();
    }

    public void Dispose() => _progress.Dispose();

    private void Show()
    {
        if (!_progress.IsDue)
            return;

        var status = $"Message {_messages:N0} of {_expectedMessages:N0}, {_octets / MebiByte:N1} MiB";
        if (_expectedOctets > 0)
            _progress.Report(status, Math.Min(_octets, _expectedOctets), _expectedOctets);
        else
            _progress.Report(status, _messages, _expectedMessages);
    }
}
