using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Reads dates as mail has them (RFC 5322 sections 3.3 and 4.3, RFC 850, asctime, ISO 8601 and mixtures): the tokens
/// are told apart by their shape, not by their place.
/// </summary>
internal struct MailDateParser
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private int _position;

    private int _day;
    private int _month;
    private int _year;
    private bool _hasTime;
    private TimeSpan _time;
    private int? _zoneMinutes;
    private bool _isAfternoon;
    private bool _isMorning;
    private bool _isOdd;

    private MailDateParser(byte[] buffer, int start, int end)
        : this()
    {
        _buffer = buffer;
        _position = start;
        _end = end;
        _year = -1;
    }

    /// <summary>Reads a date.</summary>
    /// <param name="isOdd">Whether something was missing or had to be guessed, or the date could not be read.</param>
    public static DateTimeOffset? Read(byte[] buffer, int start, int end, out bool isOdd)
    {
        var parser = new MailDateParser(buffer, start, end);
        var date = parser.ReadTokens();
        isOdd = date is null || parser._isOdd;
        return date;
    }

    private DateTimeOffset? ReadTokens()
    {
        while (true)
        {
            SkipSeparators();
            if (_position >= _end)
            {
                return Combine();
            }

            var octet = _buffer[_position];
            if (IsDigit(octet))
            {
                ReadNumber();
            }
            else if (octet is (byte)'+' or (byte)'-' && _position + 1 < _end && IsDigit(_buffer[_position + 1]))
            {
                ReadNumericZone();
            }
            else if (IsLetter(octet))
            {
                ReadWord();
            }
            else
            {
                _isOdd |= octet is not ((byte)'"' or (byte)'-' or (byte)'/' or (byte)'.' or (byte)'\'');
                _position++;
            }
        }
    }

    private DateTimeOffset? Combine()
    {
        if (_day == 0 || _month == 0 || _year < 0)
        {
            return null;
        }

        if (_year is < 1 or > 9999 || _month > 12 || _day > DateTime.DaysInMonth(_year, _month))
        {
            return null;
        }

        if (_isAfternoon && _time.Hours < 12)
        {
            _time += TimeSpan.FromHours(12);
        }
        else if (_isMorning && _time.Hours == 12)
        {
            _time -= TimeSpan.FromHours(12);
        }

        _isOdd |= !_hasTime || _zoneMinutes is null;
        var zone = TimeSpan.FromMinutes(_zoneMinutes ?? 0);
        var local = new DateTime(_year, _month, _day) + _time;
        var utcTicks = local.Ticks - zone.Ticks;
        return utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(local, zone);
    }

    private void ReadNumber()
    {
        var start = _position;
        var value = ReadDigits();
        var length = _position - start;
        var next = _position < _end ? _buffer[_position] : (byte)0;
        if (next == ':' && !_hasTime)
        {
            ReadTime(value, (byte)':');
        }
        else if (next == '.' && !_hasTime && _year >= 0 && length <= 2)
        {
            ReadTime(value, (byte)'.');
        }
        else if (length == 4 && _month == 0 && next is (byte)'-' or (byte)'/')
        {
            ReadIsoDate(value, next);
        }
        else if (length <= 2 && _month == 0 && next is (byte)'/' or (byte)'-' or (byte)'.' && IsDigitAt(_position + 1))
        {
            ReadNumericDate(value, next);
        }
        else if (_day == 0 && length <= 2)
        {
            _day = value;
        }
        else if (_year < 0)
        {
            SetYear(value, length);
        }
        else if (_zoneMinutes is null && _hasTime && length == 4)
        {
            // A zone whose sign is lost.
            SetZone(value, 1);
            _isOdd = true;
        }
        else
        {
            _isOdd = true;
        }
    }

    // RFC 5322 section 4.3: two digits below 50 are of this century, other two and any three count from 1900.
    private void SetYear(int value, int length)
    {
        _year = length switch
        {
            > 4 => 0,
            4 => value,
            3 => 1900 + value,
            _ => value < 50 ? 2000 + value : 1900 + value,
        };
        _isOdd |= length != 4;
    }

    private void ReadTime(int hour, byte separator)
    {
        _position++;
        var minute = ReadDigits();
        var second = 0;
        if (_position < _end && _buffer[_position] == separator && IsDigitAt(_position + 1))
        {
            _position++;
            second = ReadDigits();
            if (_position < _end && _buffer[_position] is (byte)'.' or (byte)',' && IsDigitAt(_position + 1))
            {
                _position++;
                _ = ReadDigits();
            }
        }

        if (hour > 23 || minute > 59 || second > 60)
        {
            // No time, and so no date: day zero is none.
            _year = 0;
            return;
        }

        // A leap second is one that DateTime does not know.
        _time = new TimeSpan(hour, minute, Math.Min(second, 59));
        _hasTime = true;
    }

    private void ReadIsoDate(int year, byte separator)
    {
        _year = year;
        _position++;
        _month = ReadDigits();
        if (_position < _end && _buffer[_position] == separator)
        {
            _position++;
            _day = ReadDigits();
        }

        if (_position < _end && _buffer[_position] is (byte)'T' or (byte)'t')
        {
            _position++;
        }

        _isOdd = true;
    }

    // 05/06/2024 is American, 05.06.2024 and 05-06-2024 are not; where only one reading is a date, that one.
    private void ReadNumericDate(int first, byte separator)
    {
        _position++;
        var second = ReadDigits();
        var monthFirst = separator == '/' ? first <= 12 : second > 12;
        _month = monthFirst ? first : second;
        _day = monthFirst ? second : first;
        if (_position < _end && _buffer[_position] == separator && IsDigitAt(_position + 1))
        {
            _position++;
            var start = _position;
            SetYear(ReadDigits(), _position - start);
        }

        _isOdd = true;
    }

    private void ReadNumericZone()
    {
        var sign = _buffer[_position++] == '-' ? -1 : 1;
        var start = _position;
        var value = ReadDigits();
        var length = _position - start;
        if (!_hasTime)
        {
            // The hyphens of 06-May-2024.
            _position = start;
            return;
        }

        if (length <= 2)
        {
            value *= 100;
            if (_position < _end && _buffer[_position] == ':')
            {
                _position++;
                value += ReadDigits();
            }

            _isOdd = true;
        }

        SetZone(value, sign);
    }

    private void SetZone(int value, int sign)
    {
        var minutes = (value / 100 * 60) + (value % 100);
        if (value % 100 > 59 || minutes > 14 * 60)
        {
            _isOdd = true;
            _zoneMinutes = 0;
            return;
        }

        _zoneMinutes = sign * minutes;
    }

    private void ReadWord()
    {
        var start = _position;
        while (_position < _end && IsLetter(_buffer[_position]))
        {
            _position++;
        }

        var length = _position - start;
        var month = length >= 3 && _month == 0 ? MailDateNames.FindMonth(_buffer, start, length) : 0;
        if (month > 0)
        {
            _month = month;
        }
        else if (length >= 2 && MailDateNames.IsDay(_buffer, start, length))
        {
            // The day of the week is not needed, and when it is wrong the date counts.
        }
        else if (_hasTime && length == 2 && FieldNames.Equals(_buffer, start, 2, "pm"))
        {
            _isAfternoon = true;
        }
        else if (_hasTime && length == 2 && FieldNames.Equals(_buffer, start, 2, "am"))
        {
            _isMorning = true;
        }
        else if (_hasTime && _zoneMinutes is null && MailDateNames.TryFindZone(_buffer, start, length, out var minutes))
        {
            // GMT+0100 is what the number says.
            _zoneMinutes = _position < _end && _buffer[_position] is (byte)'+' or (byte)'-' && IsDigitAt(_position + 1) ? null : minutes;
        }
        else if (_zoneMinutes is null)
        {
            _isOdd = true;
        }
    }

    private void SkipSeparators()
    {
        while (_position < _end)
        {
            if (_buffer[_position] == '(')
            {
                _position = HeaderScan.SkipComment(_buffer, _position, _end);
            }
            else if (_buffer[_position] is (byte)',' or (byte)';' || HeaderScan.IsSpace(_buffer[_position]))
            {
                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private int ReadDigits()
    {
        var value = 0;
        while (_position < _end && IsDigit(_buffer[_position]))
        {
            value = value > 99_999 ? value : (value * 10) + _buffer[_position] - '0';
            _position++;
        }

        return value;
    }

    private bool IsDigitAt(int position) => position < _end && IsDigit(_buffer[position]);

    private static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetter(byte octet) => octet is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z';
}
