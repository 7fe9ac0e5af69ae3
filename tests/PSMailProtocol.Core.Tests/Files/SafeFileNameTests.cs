using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Files;

public class SafeFileNameTests
{
    public static TheoryData<string?, string> Names => new()
    {
        // What is no danger stays as it is.
        { "report.pdf", "report.pdf" },
        { "Größe 2025 (final) [1].pdf", "Größe 2025 (final) [1].pdf" },
        { "日本語.txt", "日本語.txt" },
        { "👨\u200D👩\u200D👧.png", "👨\u200D👩\u200D👧.png" },
        { "a.tar.gz", "a.tar.gz" },
        { "-rf", "-rf" },
        // Folders of both kinds.
        { "../../x", "x" },
        { "..\\..\\x", "x" },
        { "/etc/passwd", "passwd" },
        { "C:\\x", "x" },
        { "C:x", "C_x" },
        { "\\\\host\\s\\x", "x" },
        { "\\\\?\\C:\\x", "x" },
        { "file:///etc/passwd", "passwd" },
        { "a/b\\c/d.txt", "d.txt" },
        { "folder/", "folder" },
        { "..%2Fx", "%2Fx" },
        // Nothing is left.
        { null, "attachment" },
        { "", "attachment" },
        { ".", "attachment" },
        { "..", "attachment" },
        { "...", "attachment" },
        { " ", "attachment" },
        { "/", "attachment" },
        { "\\", "attachment" },
        { "../..", "attachment" },
        { "..\\", "attachment" },
        { ". . .", "attachment" },
        { "\u00A0\u3000", "attachment" },
        // Dots and spaces around.
        { ".bashrc", "bashrc" },
        { "x.txt.", "x.txt" },
        { "x.txt. . ", "x.txt" },
        { "  x.txt  ", "x.txt" },
        { "x .txt", "x.txt" },
        // Controls, NUL, streams, wildcards.
        { "x\0.txt", "x_.txt" },
        { "a\r\nb\tc.txt", "a__b_c.txt" },
        { "\u001B]0;pwn\u0007.txt", "_]0;pwn_.txt" },
        { "a\u0085b\u009Bc\u007Fd", "a_b_c_d" },
        { "a\u2028b\u2029c\uFEFFd", "a_b_c_d" },
        { "a.txt::$DATA", "a.txt__$DATA" },
        { "x.txt:ads", "x.txt_ads" },
        { "10:30?.txt", "10_30_.txt" },
        { "<a>|\"b\"*", "_a___b__" },
        // Writing that turns round.
        { "photo_\u202Egpj.exe", "photo__gpj.exe" },
        { "a\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069\u200E\u200F\u061Cb", "a___________b" },
        // Devices.
        { "CON", "_CON" },
        { "con.txt", "_con.txt" },
        { "NUL.tar.gz", "_NUL.tar.gz" },
        { "nul .txt", "_nul.txt" },
        { "COM1", "_COM1" },
        { "com9.log", "_com9.log" },
        { "LPT\u00B9.txt", "_LPT\u00B9.txt" },
        { "CONIN$", "_CONIN$" },
        { "x/AUX", "_AUX" },
        { ".PRN", "_PRN" },
        { "CON:", "CON_" },
        { "CONSOLE", "CONSOLE" },
        { "COM10", "COM10" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_becomes_one_that_is_safe(string? name, string expected)
    {
        var safe = SafeFileName.From(name);

        Assert.Equal(expected, safe);
        Assert.Equal(safe, SafeFileName.From(safe));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_path_stays_in_the_folder(string? name, string expected)
    {
        var folder = new DestinationFolder(Path.Combine(Path.GetTempPath(), "destination"));

        var path = folder.PathOf(name);

        Assert.Equal(Path.Combine(folder.FullPath, expected), path);
        Assert.Equal(folder.FullPath, Path.GetDirectoryName(path));
    }

    /// <summary>As they arrive in a header: decoded first, then made safe.</summary>
    [Theory]
    [InlineData("filename*=utf-8''..%2F..%2Fx.txt", "x.txt")]
    [InlineData("filename*=utf-8''..%5C..%5Cx.txt", "x.txt")]
    [InlineData("filename*=utf-8''%2Fetc%2Fpasswd", "passwd")]
    [InlineData("filename*0*=utf-8''..%2; filename*1*=F..%2Fx", "x")]
    [InlineData("filename=\"=?utf-8?B?Li4vLi4veC50eHQ=?=\"", "x.txt")]
    [InlineData("filename=\"=?utf-8?Q?=2E=2E=2Fx.txt?=\"", "x.txt")]
    [InlineData("filename*=utf-8''photo%E2%80%AEgpj.exe", "photo_gpj.exe")]
    [InlineData("filename=\"..\\\\..\\\\x.txt\"", "x.txt")]
    [InlineData("filename*=utf-8''x%00.txt", "x.txt")]
    public void A_name_in_a_header_is_decoded_before_it_is_made_safe(string parameter, string expected)
    {
        var message = MailMessage.Read(RawMail.FromBytes(Encoding.ASCII.GetBytes(
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + parameter + "\r\n\r\nx")));

        Assert.Equal(expected, SafeFileName.From(Assert.Single(message.Attachments).FileName));
    }

    [Theory]
    [InlineData("a", 4000, ".pdf", 255)]
    [InlineData("é", 4000, ".pdf", 254)]
    [InlineData("日", 4000, ".pdf", 253)]
    [InlineData("😀", 4000, ".pdf", 252)]
    [InlineData("a", 4000, "", 255)]
    [InlineData("a", 251, ".pdf", 255)]
    [InlineData("a", 252, ".pdf", 255)]
    public void A_long_name_is_cut_between_characters_and_keeps_its_extension(string character, int count, string extension, int octets)
    {
        var safe = SafeFileName.From(string.Concat(Enumerable.Repeat(character, count)) + extension);

        Assert.Equal(octets, Encoding.UTF8.GetByteCount(safe));
        Assert.EndsWith(extension, safe, StringComparison.Ordinal);
        Assert.Equal("", safe[..^extension.Length].Replace(character, "", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_a_character_is_none()
    {
        Assert.Equal("a_b.txt", SafeFileName.From("a\uD83Db.txt"));
        Assert.Equal("a_b.txt", SafeFileName.From("a\uDE00b.txt"));
        Assert.Equal("a__.txt", SafeFileName.From("a\uDE00\uD83D.txt"));
    }

    [Fact]
    public void An_endless_extension_is_none()
    {
        var safe = SafeFileName.From("a." + new string('b', 4000));

        Assert.Equal("a." + new string('b', 253), safe);
    }

    [Fact]
    public void A_cut_leaves_no_space_before_the_extension()
    {
        Assert.Equal(new string('a', 250) + ".pdf", SafeFileName.From(new string('a', 250) + "   tail.pdf"));
    }

    [Theory]
    [InlineData("report.pdf", 2, "report (2).pdf")]
    [InlineData("report", 10, "report (10)")]
    [InlineData("a.tar.gz", 2, "a.tar (2).gz")]
    public void A_number_stands_before_the_extension(string name, int number, string expected) =>
        Assert.Equal(expected, SafeFileName.WithNumber(name, number));

    [Fact]
    public void A_number_fits_into_the_length()
    {
        var numbered = SafeFileName.WithNumber(SafeFileName.From(new string('日', 300) + ".pdf"), 1234);

        Assert.EndsWith("日 (1234).pdf", numbered, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(numbered), 253, 255);
    }

    [Theory]
    [InlineData("message.eml", "message.eml")]
    [InlineData("../message.eml", "message.eml")]
    [InlineData("..", "attachment")]
    public void A_substitute_stands_for_nothing_and_is_made_safe_too(string substitute, string expected) =>
        Assert.Equal(expected, SafeFileName.From("..", substitute));

    [Theory]
    [InlineData("2026-01-05T11:15:00+01:00", "Backup finished", "42", "20260105-101500 Backup finished 42.eml")]
    [InlineData(null, "Backup", "42", "undated Backup 42.eml")]
    [InlineData("2026-01-05T10:15:00Z", "", null, "20260105-101500.eml")]
    [InlineData("2026-01-05T10:15:00Z", "Re: a/b\\..\\c", "<x>/../y", "20260105-101500 Re_ a_b_.._c _x__.._y.eml")]
    [InlineData("2026-01-05T10:15:00Z", "...", " ", "20260105-101500.eml")]
    public void A_message_is_named_after_what_tells_it_from_others(string? date, string subject, string? uid, string expected)
    {
        DateTimeOffset? written = date is null ? null : DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, MessageFileName.For(written, subject, uid));
    }

    [Fact]
    public void A_long_subject_does_not_push_the_uid_out()
    {
        var name = MessageFileName.For(DateTimeOffset.UnixEpoch, new string('日', 5000), new string('7', 70));

        Assert.EndsWith("日 " + new string('7', 70) + ".eml", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
    }
}
