using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using PSMailProtocol.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Messages;

/// <summary>Where a message of unknown length lies: in memory while there is room, otherwise in a file that goes with it.</summary>
public class MailSpoolTests
{
    private static readonly byte[] Header = Encoding.ASCII.GetBytes("Subject: large\r\nContent-Type: application/x\r\n\r\n");

    [Theory]
    [InlineData(1000)]
    [InlineData(3 * MailSpool.LargestInMemory)]
    [InlineData(MailSpool.LargestWithRoom + 1)]
    public void A_message_comes_back_to_the_octet_wherever_it_lies(int size)
    {
        var octets = Octets(size);
        var spool = new MailSpool();

        var message = Spool(spool, octets);
        spool.Write(Header, 0, Header.Length);

        Assert.Equal(Header, spool.Take().ToArray());
        AssertHolds(message, octets);
    }

    [Fact]
    public void What_is_too_large_for_memory_lies_in_a_file_and_what_is_small_does_not()
    {
        var files = 0;
        var spool = new MailSpool(createFile: () =>
        {
            files++;
            return SpoolFile.Create();
        });

        Spool(spool, Octets(MailSpool.LargestInMemory / 2));
        Assert.Equal(0, files);
        Spool(spool, Octets(MailSpool.LargestWithRoom + 1));
        Assert.Equal(1, files);
    }

    [Fact]
    public void Large_messages_that_are_kept_take_their_room_and_then_files()
    {
        var octets = Octets(5 * MailSpool.LargestInMemory);
        var files = 0;
        var spool = new MailSpool(createFile: () =>
        {
            files++;
            return SpoolFile.Create();
        });
        var kept = new List<RawMail>();
        for (var i = 0; i < 20; i++)
        {
            kept.Add(Spool(spool, octets));
            Assert.True(LargeMail.Taken <= LargeMail.Room);
        }

        Assert.InRange(files, 20 - (LargeMail.Room / octets.Length), 20);
        Assert.All(kept, message => AssertHolds(message, octets));
    }

    [Fact]
    public void Large_messages_that_nobody_keeps_let_go_of_their_files()
    {
        const int Messages = 100;
        var files = SpooledMail.Count;
        Assert.InRange(SpoolMany(Messages, files), 1, Messages / 2);

        // Other tests run meanwhile, and have a few large messages of their own.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return SpooledMail.Count - files < Messages / 10;
            },
            TimeSpan.FromMinutes(10)));
    }

    /// <summary>
    /// Returns how many files there were at the most. Apart, so that nothing of it is kept alive by the test's own frame.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SpoolMany(int messages, int before)
    {
        var octets = Octets(MailSpool.LargestWithRoom + 1);
        var spool = new MailSpool();
        var most = 0;
        for (var i = 0; i < messages; i++)
        {
            Spool(spool, octets);
            most = Math.Max(most, SpooledMail.Count - before);
        }

        return most;
    }

    /// <summary>The message is still taken off the wire to its end, so that the one behind it can be read.</summary>
    [Fact]
    public void A_file_that_cannot_be_had_fails_its_message_alone() =>
        AssertFails(() => throw new DirectoryNotFoundException("There is no such folder."));

    [Fact]
    public void A_file_that_cannot_be_written_fails_its_message_alone()
    {
        if (OperatingSystem.IsLinux())
            AssertFails(() => new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1));
    }

    private static void AssertFails(Func<FileStream> createFile)
    {
        var seen = 0L;
        var spool = new MailSpool(count => seen += count, createFile);
        var octets = Octets(MailSpool.LargestWithRoom + 1);

        var failure = Assert.Throws<MailException>(() => Spool(spool, octets));

        Assert.Same(MailErrors.SpoolFailed, failure.Error);
        Assert.Equal(Header.Length + octets.Length, seen);
        AssertHolds(Spool(spool, Octets(1000)), Octets(1000));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RawMail Spool(MailSpool spool, byte[] octets)
    {
        spool.Write(Header, 0, Header.Length);
        for (var position = 0; position < octets.Length; position += 50_000)
            spool.Write(octets, position, Math.Min(50_000, octets.Length - position));
        return spool.Take();
    }

    private static void AssertHolds(RawMail message, byte[] octets)
    {
        Assert.Equal(Header.Length + octets.Length, message.Length);
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        Assert.True(raw.ToArray().AsSpan(0, Header.Length).SequenceEqual(Header));
        Assert.True(raw.ToArray().AsSpan(Header.Length).SequenceEqual(octets));
    }

    private static byte[] Octets(int size)
    {
        var octets = new byte[size];
        new Random(size).NextBytes(octets);
        return octets;
    }
}
