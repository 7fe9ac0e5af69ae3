using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Files;
using PSMailProtocol.Imap;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>A server that says again what it read, by every protocol and mechanism: no error and no transcript holds the secret.</summary>
public sealed class EchoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    private const string Password = "c4n4ry\"Pässw0rd\\No1";
    private const string Token = "ya29.c4n4ry-t0ken_A~+/==";

    /// <summary>So many characters in a row tell something.</summary>
    private const int Telling = 8;

    private static readonly (SandboxProtocol Protocol, string[] Mechanisms)[] Ways =
    [
        (SandboxProtocol.Smtp, ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"]),
        (SandboxProtocol.Pop3, ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER", "USER", "APOP"]),
        (SandboxProtocol.Imap, ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER", "COMMAND"]),
    ];

    /// <summary>What a server makes of the lines that it read.</summary>
    private static readonly Dictionary<string, Func<string, string>> Shapes = new()
    {
        ["as it came"] = line => line,
        ["decoded"] = EchoingServer.Decoded,
        ["in capitals"] = line => EchoingServer.Decoded(line).ToUpperInvariant() + " " + line.ToUpperInvariant(),
        ["cut"] = line => line[..^3] + "...",
        ["quoted"] = line => $"\"{EchoingServer.Decoded(line)}\"",
        ["in pieces"] = line => string.Join(" ", line.Chunk(12).Select(piece => new string(piece))),
        ["taken for Latin-1"] = line => Misread(EchoingServer.Decoded(line)),
    };

    /// <summary>How it says that, in the end.</summary>
    private static readonly Dictionary<SandboxProtocol, string[]> Ends = new()
    {
        [SandboxProtocol.Smtp] = ["535 5.7.8 what is {0}\r\n", "535-what is\r\n535 {0}\r\n", "421 {0}\r\n", "454 4.7.0 {0}\r\n",
            "500 {0}\r\n", "{0}\r\n", "53 {0}\r\n"],
        [SandboxProtocol.Pop3] = ["-ERR what is {0}\r\n", "-ERR [AUTH] {0}\r\n", "-ERR [{0}]\r\n", "{0}\r\n", "-ERRR {0}\r\n"],
        [SandboxProtocol.Imap] =
        [
            "{{tag}} NO what is {0}\r\n", "{{tag}} BAD [AUTHENTICATIONFAILED] {0}\r\n", "{{tag}} NO [{0}] x\r\n",
            "* OK [ALERT] {0}\r\n{{tag}} NO x\r\n",
            "* BYE {0}\r\n", "{0}\r\n", "{{tag}} {0}\r\n", "* CAPABILITY {0}\r\n{{tag}} NO\r\n", "* {0}\r\n{{tag}} NO\r\n",
        ],
    };

    public static IEnumerable<object[]> Echoes =>
        from way in Ways
        from mechanism in way.Mechanisms
        from shape in Shapes.Keys
        select new object[] { way.Protocol, mechanism, shape };

    [Theory]
    [MemberData(nameof(Echoes))]
    public void What_a_server_says_again_is_told_without_the_secret(SandboxProtocol protocol, string mechanism, string shape)
    {
        foreach (var end in Ends[protocol])
        {
            var server = new EchoingServer(protocol, mechanism,
                lines => string.Format(null, end, string.Join(" ", lines.Select(Shapes[shape]))));

            var told = Refused(server, protocol, mechanism, Credential(mechanism, Password, Token));

            AssertClear(server, told, $"{end} {shape}");
        }
    }

    [Theory]
    [InlineData("XOAUTH2")]
    [InlineData("OAUTHBEARER")]
    public void A_token_in_the_reason_for_its_refusal_is_cleared_away(string mechanism)
    {
        foreach (var (protocol, _) in Ways)
        {
            var reason = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', 180) + $"{{\"error\":\"{Token}\"}}"));
            var answers = 0;
            var server = new EchoingServer(protocol, mechanism, _ => (answers++, protocol) switch
            {
                (0, SandboxProtocol.Smtp) => $"334 {reason}\r\n",
                (0, _) => $"+ {reason}\r\n",
                (_, SandboxProtocol.Smtp) => "535 no\r\n",
                (_, SandboxProtocol.Pop3) => "-ERR no\r\n",
                _ => "{tag} NO no\r\n",
            });

            AssertClear(server, Refused(server, protocol, mechanism, Credential(mechanism, Password, Token)), protocol.ToString());
        }
    }

    [Fact]
    public void A_password_in_the_refusal_of_SCRAM_is_cleared_away()
    {
        var reason = Convert.ToBase64String(Encoding.UTF8.GetBytes("e=" + Password));
        var answers = 0;
        var server = new EchoingServer(SandboxProtocol.Smtp, "SCRAM-SHA-256", _ => answers++ == 0 ? $"334 {reason}\r\n" : "535 no\r\n");

        var told = Refused(server, SandboxProtocol.Smtp, "SCRAM-SHA-256", Credential("", Password, Token));

        Assert.Contains("The server refused the login: ********.", told);
        AssertClear(server, told, "");
    }

    /// <summary>Only the secret goes; what tells the reason stays, and so does what only looks like it.</summary>
    [Theory]
    [InlineData("535 5.7.8 bad password", "refused: 535 5.7.8 bad password")]
    [InlineData("535 5.7.9 Application-specific password required", "refused: 535 5.7.9 Application-specific password required")]
    [InlineData("535 5.7.8 <c4n4ry-Passw0rd>, really?", "refused: 535 5.7.8 <********>, really?")]
    [InlineData("535 5.7.8 C4N4RY-PASSW0RD and c4n4ry-passw0rd", "refused: 535 5.7.8 ******** and ********")]
    [InlineData("535 5.7.8 PASS c4n4...", "refused: 535 5.7.8 PASS ********...")]
    [InlineData("535 5.7.8 PASS c4n", "refused: 535 5.7.8 PASS c4n")]
    [InlineData("535 5.7.8 w0rd, is it?", "refused: 535 5.7.8 ********, is it?")]
    public void The_reason_stays(string reply, string told)
    {
        var server = new EchoingServer(SandboxProtocol.Smtp, "PLAIN", _ => reply + "\r\n");

        Assert.Contains(told + "\n", Refused(server, SandboxProtocol.Smtp, "PLAIN", Logins.Password("user", "c4n4ry-Passw0rd")));
    }

    [Theory]
    [InlineData("abc", "********")]
    [InlineData("no", "********")]
    [InlineData("abcd", "535 said it")]
    [InlineData("", "535 said it")]
    public void Where_the_secret_is_part_of_many_words_nothing_is_told(string password, string told)
    {
        foreach (var (protocol, mechanisms) in Ways)
        {
            foreach (var mechanism in mechanisms.Where(mechanism => !mechanism.Contains("OAUTH")))
            {
                var server = new EchoingServer(protocol, mechanism, _ => protocol switch
                {
                    SandboxProtocol.Smtp => "535 535 said it\r\n",
                    SandboxProtocol.Pop3 => "-ERR 535 said it\r\n",
                    _ => "{tag} NO 535 said it\r\n",
                });

                var lines = Refused(server, protocol, mechanism, Logins.Password("user", password));

                Assert.Contains(told, lines);
                Assert.Equal(told[0] == '*', !lines.Contains("said it"));
            }
        }
    }

    /// <summary>Programs go by the codes of a protocol, and so does the advice; whoever reads one learns nothing of the password.</summary>
    [Theory]
    [InlineData(SandboxProtocol.Smtp, "535 5.7.139 abc", "535 5.7.139 ********")]
    [InlineData(SandboxProtocol.Pop3, "-ERR [LOGIN-DELAY] abc", "-ERR [LOGIN-DELAY] ********")]
    [InlineData(SandboxProtocol.Pop3, "-ERR [abc] x", "-ERR [********] ********")]
    [InlineData(SandboxProtocol.Imap, "{tag} NO [UNAVAILABLE] abc", "NO [UNAVAILABLE] ********")]
    [InlineData(SandboxProtocol.Imap, "{tag} NO [UNAVAILABLE abc] x", "NO [UNAVAILABLE] ********")]
    [InlineData(SandboxProtocol.Imap, "{tag} NO [abc] x", "NO [********] ********")]
    public void A_known_code_stays_where_the_text_is_withheld(SandboxProtocol protocol, string reply, string told)
    {
        var server = new EchoingServer(protocol, "PLAIN", _ => reply + "\r\n");

        var lines = Refused(server, protocol, "PLAIN", Logins.Password("user", "abc"));

        Assert.Contains(told + "\n", lines);
        Assert.DoesNotContain("abc", lines.Replace("EchoTests", "", StringComparison.Ordinal));
    }

    /// <summary>A login that is taken is told of in the transcript alone.</summary>
    [Fact]
    public void A_challenge_that_holds_the_password_by_chance_is_answered_as_it_came()
    {
        var challenge = Convert.ToBase64String(Encoding.UTF8.GetBytes("<c4n4ry@x>"));
        var server = new EchoingServer(SandboxProtocol.Smtp, "CRAM-MD5", lines =>
        {
            Assert.Equal("user 8ee2c0c0c1b7ff5ec3a5cf4f7e6d2a6c".Length, EchoingServer.Decoded(lines[^1]).Length);
            return "235 in " + lines[^1] + "\r\n";
        });
        var transcript = new List<string>();
        using var file = Transcript();

        using var session = new SmtpSession(new MailConnection(server.Peer, Options(transcript, file), "h"));
        session.Begin(Account(Logins.Password("user", challenge[..6])), "client.test");

        Assert.Equal("CRAM-MD5", session.AuthenticationMechanism);
        AssertClear(server, string.Join("\n", transcript) + Kept(), "");
    }

    private string Refused(EchoingServer server, SandboxProtocol protocol, string mechanism, MailCredential credential)
    {
        var transcript = new List<string>();
        using var file = Transcript();
        var connection = new MailConnection(server.Peer, Options(transcript, file), "h");
        var account = Account(credential, mechanism == "APOP" ? MailAuthentication.Apop : MailAuthentication.Auto);
        var failure = Assert.ThrowsAny<MailException>(() =>
        {
            switch (protocol)
            {
                case SandboxProtocol.Smtp:
                    using (var smtp = new SmtpSession(connection))
                        smtp.Begin(account, "client.test");
                    break;
                case SandboxProtocol.Pop3:
                    using (var pop3 = new Pop3Session(connection))
                        pop3.Begin(account);
                    break;
                default:
                    using (var imap = new ImapSession(connection))
                        imap.Begin(account);
                    break;
            }
        });
        Assert.Null(connection.Screen);
        return string.Join("\n", [.. transcript, Kept(), failure.Message, failure.ToString(), .. Said(failure)]);
    }

    /// <summary>Everything of the server that a failure shows in its properties.</summary>
    private static IEnumerable<string> Said(MailException failure) => failure switch
    {
        SmtpReplyException refusal => [refusal.Reply.ToString(), refusal.Reply.Text, .. refusal.Reply.Lines],
        Pop3ReplyException refusal => [refusal.Reply.ToString(), refusal.Reply.Text, refusal.Reply.ResponseCode ?? ""],
        ImapStatusException refusal => [refusal.Status.ToString(), refusal.Status.Text, refusal.Status.Code, refusal.Status.CodeName],
        _ => [],
    };

    /// <summary>
    /// No piece of a secret, nor of a line that held one and was not in clear, is in what was told. What fails is shown as a line and not
    /// as the whole.
    /// </summary>
    private static void AssertClear(EchoingServer server, string told, string which)
    {
        Assert.NotEmpty(server.Secrets);
        var forms = new List<string> { Password, ImapWriter.Quoted(Password), Misread(Password), Token };
        foreach (var line in server.Secrets)
        {
            forms.AddRange(line.Split(' ').Where(word => word != "user" && EchoingServer.Decoded(word) != word));
            var decoded = EchoingServer.Decoded(line);
            if (decoded.Contains(",p=", StringComparison.Ordinal))
                forms.Add(decoded.Split(",p=")[1]);
            if (decoded.StartsWith("user ", StringComparison.Ordinal) || decoded.StartsWith("APOP ", StringComparison.Ordinal))
                forms.Add(decoded.Split(' ')[^1]);
        }

        foreach (var form in forms)
        {
            for (var i = 0; i + Telling <= form.Length; i++)
                Assert.Null(FoundText.In(which, told, StringComparison.OrdinalIgnoreCase, form.Substring(i, Telling)));
            if (form.Length < Telling)
                Assert.Null(FoundText.In(which, told, StringComparison.OrdinalIgnoreCase, form));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Misread(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))));

    private static MailConnectionOptions Options(List<string> transcript, FileTranscript file) =>
        new() { Transcript = JoinedTranscript.Of(file, new TextTranscript(transcript.Add)) };

    private FileTranscript Transcript() => FileTranscript.Open(FilePath, "a test", why => throw new InvalidOperationException(why));

    /// <summary>What the file holds, which is then made anew.</summary>
    private string Kept()
    {
        var kept = File.ReadAllText(FilePath);
        Assert.Contains(" C: ", kept, StringComparison.Ordinal);
        File.Delete(FilePath);
        return kept;
    }

    private string FilePath => Path.Combine(_folder.FullName, "dialogue.txt");

    private static MailAccount Account(MailCredential credential, MailAuthentication authentication = MailAuthentication.Auto) =>
        new("h", 1, TlsMode.None, credential) { AllowUnencryptedAuthentication = true, Authentication = authentication };

    private static MailCredential Credential(string mechanism, string password, string token) =>
        mechanism.Contains("OAUTH", StringComparison.Ordinal) ? Logins.Token("user", token) : Logins.Password("user", password);
}
