using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>
/// The connection ends after every octet of an APPEND, in either direction: what is reported is what is so, or that it is not known.
/// </summary>
public class ImapAppendCutTests
{
    private static readonly byte[] Message = Encoding.ASCII.GetBytes("Subject: s\r\n\r\none\r\n" + new string('x', 40_000));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Reported_is_what_is_so_wherever_the_connection_ends(bool isUnasked, bool isSaid)
    {
        var outcomes = new HashSet<string>();
        var isCut = true;
        for (var octets = 0; isCut; octets = Next(octets, isSaid))
        {
            using var peer = new StoringPeer(isUnasked ? "LITERAL+" : "IMAP4rev1", isSaid ? octets : int.MaxValue,
                isSaid ? int.MaxValue : octets);
            using var session = ImapFixture.Over(peer);
            var outcome = ImapFixture.OutcomeOf(() =>
            {
                session.ReadCapabilities();
                return session.Append("a", ImapAppendContent.FromMail(RawMail.FromBytes(Message))) is { UidValidity: 5, Uid: 7 }
                    ? "stored"
                    : "stored without a UID";
            });
            isCut = peer.IsCut;
            outcomes.Add(outcome);
            if (outcome != "DeliveryUnknown")
                Assert.Equal(outcome == "stored", peer.Stored is not null);
            if (peer.Stored is { } stored)
                Assert.Equal(Message, stored);
        }

        Assert.Equal(isSaid ? ["ConnectionLost", "DeliveryUnknown", "stored"] : ["ConnectionLost", "stored"], outcomes.Order());
    }

    /// <summary>The middle of the message is like any other part of it.</summary>
    private static int Next(int octets, bool isSaid) => octets + (isSaid || octets is < 200 or > 40_000 ? 1 : 997);

    /// <summary>
    /// Stores what it is sent, and ends after so many octets that it said or heard; of a write that is cut it hears the beginning.
    /// </summary>
    private sealed class StoringPeer(string offer, int said, int heard) : MemoryStream
    {
        private readonly Queue<byte> _pending = new();
        private readonly MemoryStream _line = new();
        private int _said = said;
        private int _heard = heard;
        private int _literal = -1;
        private bool _hasLiteral;
        private MemoryStream? _octets;

        /// <summary>The message that was appended.</summary>
        public byte[]? Stored { get; private set; }

        /// <summary>Whether it ended before the client was done.</summary>
        public bool IsCut { get; private set; }

        public override bool CanWrite => true;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_said == 0 || _heard < 0)
            {
                IsCut = true;
                return _heard < 0 ? throw new IOException("The connection was reset.") : 0;
            }

            var read = 0;
            for (; read < count && _said > 0 && _pending.TryDequeue(out var octet); _said--)
                buffer[offset + read++] = octet;
            return read;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var taken = Math.Min(count, _heard);
            for (var i = 0; i < taken; i++)
                Hear(buffer[offset + i]);
            _heard -= taken;
            if (taken == count)
                return;

            IsCut = true;
            _heard = -1;
            throw new IOException("The connection was reset.");
        }

        private void Hear(byte octet)
        {
            if (_literal > 0)
            {
                _octets!.WriteByte(octet);
                _literal--;
                _hasLiteral = _literal == 0;
                return;
            }

            _line.WriteByte(octet);
            if (octet != '\n')
                return;

            var line = Encoding.ASCII.GetString(_line.ToArray()).TrimEnd();
            _line.SetLength(0);
            if (_hasLiteral)
            {
                Stored = _octets!.ToArray();
                Say("* 1 EXISTS\r\nA002 OK [APPENDUID 5 7] done\r\n");
            }
            else if (line.EndsWith('}'))
            {
                _literal = int.Parse(line.Split('{')[1].TrimEnd('+', '}'), System.Globalization.CultureInfo.InvariantCulture);
                _octets = new MemoryStream();
                Say(line.EndsWith("+}", StringComparison.Ordinal) ? "" : "+ go\r\n");
            }
            else
            {
                Say($"* CAPABILITY {offer}\r\nA001 OK\r\n");
            }
        }

        private void Say(string text)
        {
            foreach (var octet in Encoding.ASCII.GetBytes(text))
                _pending.Enqueue(octet);
        }
    }
}
