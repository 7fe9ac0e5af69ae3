using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>Turns the presentation form of a name into its wire form, label by label.</summary>
internal sealed class DnsNameBuilder
{
    private readonly string _text;
    private readonly List<byte> _wire = [0];
    private int _label;
    private int _position;

    internal DnsNameBuilder(string text) => _text = text;

    /// <exception cref="MailException">InvalidDomainName, with what is wrong.</exception>
    internal DnsName Build()
    {
        while (_position < _text.Length)
        {
            var character = _text[_position++];
            if (character == '.')
            {
                EndLabel();
            }
            else
            {
                Append(character == '\\' ? ReadEscape() : ToOctet(character));
            }
        }

        // After a final dot the label begun behind it is empty and is itself the root's zero octet.
        if (_wire.Count - 1 > _label || _text.Length == 0)
        {
            EndLabel();
        }

        return new DnsName(_wire.ToArray());
    }

    private void EndLabel()
    {
        var length = _wire.Count - 1 - _label;
        if (length == 0)
        {
            throw Invalid("has an empty label");
        }

        _wire[_label] = (byte)length;
        _label = _wire.Count;
        AddOctet(0);
    }

    private void Append(byte octet)
    {
        if (_wire.Count - 1 - _label == DnsName.MaximumLabelLength)
        {
            throw Invalid("has a label of more than 63 octets");
        }

        AddOctet(octet);
    }

    private void AddOctet(byte octet)
    {
        if (_wire.Count == DnsName.MaximumLength)
        {
            throw Invalid("is longer than the 255 octets that a domain name may have");
        }

        _wire.Add(octet);
    }

    // RFC 1035 section 5.1: \DDD is an octet by its decimal number, \X is the character X.
    private byte ReadEscape()
    {
        if (_position == _text.Length)
        {
            throw Invalid("ends in an escape");
        }

        if (!IsDigit(_position))
        {
            return ToOctet(_text[_position++]);
        }

        if (!IsDigit(_position + 1) || !IsDigit(_position + 2))
        {
            throw Invalid("has an escape of fewer than three digits");
        }

        var value = ((_text[_position] - '0') * 100) + ((_text[_position + 1] - '0') * 10) + _text[_position + 2] - '0';
        _position += 3;
        return value <= byte.MaxValue ? (byte)value : throw Invalid("has an escape above 255");
    }

    private bool IsDigit(int position) => position < _text.Length && _text[position] is >= '0' and <= '9';

    private static byte ToOctet(char character) =>
        character is > ' ' and < '\x7F' ? (byte)character : throw Invalid("has a character that is not printable ASCII");

    // The name itself is not in the message: it may carry control characters, and the caller knows what it gave.
    private static MailException Invalid(string fault) => new(MailErrors.InvalidDomainName, $"The domain name {fault}.");
}
