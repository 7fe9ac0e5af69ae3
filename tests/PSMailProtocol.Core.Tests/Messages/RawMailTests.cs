using System;
using System.IO;
using System.Threading.Tasks;
using PSMailProtocol.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Messages;

/// <summary>Received octets, wherever they lie: always the same ones, for everybody who asks.</summary>
public class RawMailTests
{
    public static TheoryData<int> Sizes => [0, 1, 1000, 3 * MailSpool.LargestInMemory, MailSpool.LargestWithRoom + 1];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Its_octets_outlive_the_file_that_they_come_from(int size)
    {
        var octets = Octets(size);
        var path = Path.GetTempFileName();
        RawMail mail;
        try
        {
            File.WriteAllBytes(path, [.. "skipped"u8, .. octets]);
            using var file = File.OpenRead(path);
            file.Position = "skipped".Length;
            mail = RawMail.FromStream(file);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(size, mail.Length);
        Assert.True(mail.ToArray().AsSpan().SequenceEqual(octets));
        using var written = new MemoryStream();
        mail.WriteTo(written);
        Assert.True(written.ToArray().AsSpan().SequenceEqual(octets));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Several_readers_read_at_once(int size)
    {
        var octets = Octets(size);
        var mail = RawMail.FromStream(new MemoryStream(octets));

        Parallel.For(0, 8, reader =>
        {
            var start = size * reader / 8;
            using var range = mail.OpenRead(start, size - start);
            using var read = new MemoryStream();
            range.CopyTo(read, 4096 + reader);
            Assert.True(read.ToArray().AsSpan().SequenceEqual(octets.AsSpan(start)));
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_reader_can_seek_and_sees_no_more_than_its_range(int size)
    {
        var octets = Octets(size);
        var mail = RawMail.FromStream(new MemoryStream(octets));
        using var range = mail.OpenRead(size / 4, size / 2);

        range.Seek(-(size / 4), SeekOrigin.End);
        using var read = new MemoryStream();
        range.CopyTo(read);

        Assert.Equal(size / 2, range.Length);
        Assert.True(read.ToArray().AsSpan().SequenceEqual(octets.AsSpan((size / 4) + (size / 2) - (size / 4), size / 4)));
    }

    [Fact]
    public void Bytes_are_taken_as_they_are() => Assert.Equal("a\nb"u8.ToArray(), RawMail.FromBytes("a\nb"u8.ToArray()).ToArray());

    private static byte[] Octets(int size)
    {
        var octets = new byte[size];
        new Random(size).NextBytes(octets);
        return octets;
    }
}
