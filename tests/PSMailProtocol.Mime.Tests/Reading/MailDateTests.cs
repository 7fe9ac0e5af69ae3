using System;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

public class MailDateTests
{
    [Theory]
    [InlineData("Mon, 6 May 2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("06 May 2024 07:08:09 -0730", "2024-05-06T07:08:09-07:30")]
    [InlineData("Mon,6 May 2024 07:08:09 +0000", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08 +0200", "2024-05-06T07:08:00+02:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 +0200 (CEST)", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon (day), 6 (x(y)) May 2024 07:08:09 (t) +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon, 6 May 2024\r\n 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("Fri, 6 May 2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("MONDAY, 6 MAY 2024 07:08:09 gmt", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 UT", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 UTC", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 EST", "2024-05-06T07:08:09-05:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 EDT", "2024-05-06T07:08:09-04:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 CST", "2024-05-06T07:08:09-06:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 CDT", "2024-05-06T07:08:09-05:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 MST", "2024-05-06T07:08:09-07:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 MDT", "2024-05-06T07:08:09-06:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 PST", "2024-05-06T07:08:09-08:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 PDT", "2024-05-06T07:08:09-07:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 CEST", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 JST", "2024-05-06T07:08:09+09:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 Z", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 A", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 y", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 GMT+0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00")]
    [InlineData("29 Feb 2024 00:00:00 +1400", "2024-02-29T00:00:00+14:00")]
    public void Dates_as_the_rfc_has_them(string value, string expected)
    {
        AssertDate(expected, value, out var isOdd);

        Assert.False(isOdd);
    }

    [Theory]
    [InlineData("6 May 24 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("6 May 49 07:08 GMT", "2049-05-06T07:08:00+00:00")]
    [InlineData("6 May 99 07:08 GMT", "1999-05-06T07:08:00+00:00")]
    [InlineData("6 May 70 07:08 GMT", "1970-05-06T07:08:00+00:00")]
    [InlineData("6 May 01 07:08 GMT", "2001-05-06T07:08:00+00:00")]
    [InlineData("Mon, 6-May-124 07:08 GMT", "2024-05-06T07:08:00+00:00")]
    [InlineData("6 May 100 07:08 GMT", "2000-05-06T07:08:00+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024", "2024-05-06T00:00:00+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 +2500", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 XYZT", "2024-05-06T07:08:09+00:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 +02:00", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon, 6 May 2024 07:08:09 0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon May  6 07:08:09 2024", "2024-05-06T07:08:09+00:00")]
    [InlineData("Monday, 06-May-24 07:08:09 GMT", "2024-05-06T07:08:09+00:00")]
    [InlineData("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00")]
    [InlineData("2024-05-06 07:08:09.1234567 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("5/6/2024 7:08:09 PM -0500", "2024-05-06T19:08:09-05:00")]
    [InlineData("5/6/2024 12:08:09 AM -0500", "2024-05-06T00:08:09-05:00")]
    [InlineData("25/12/2024 7:08 GMT", "2024-12-25T07:08:00+00:00")]
    [InlineData("06.05.2024 07:08 GMT", "2024-05-06T07:08:00+00:00")]
    public void Dates_that_are_read_and_called_odd(string value, string expected)
    {
        AssertDate(expected, value, out var isOdd);

        Assert.True(isOdd);
    }

    [Theory]
    [InlineData("Mon May  6 07:08:09 PDT 2024", "2024-05-06T07:08:09-07:00")]
    [InlineData("May 6, 2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("6-May-2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00")]
    [InlineData("Mon, 6 May 2024 07.08.09 +0200", "2024-05-06T07:08:09+02:00")]
    public void Dates_in_another_order(string value, string expected) => AssertDate(expected, value, out _);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mon, 31 Jun 2024 07:08:09 +0200")]
    [InlineData("Mon, 6 Foo 2024 07:08:09 +0200")]
    [InlineData("Mon, 0 May 2024 07:08:09 +0200")]
    [InlineData("6 May 20244 07:08:09 +0200")]
    [InlineData("1 Jan 1 00:00:00 +0200")]
    [InlineData("Mon, 1 Jan 0001 00:00:00 +0000")]
    [InlineData("1 Jan 0099 00:00:00 +0000")]
    [InlineData("6 May 50 07:08 GMT")]
    [InlineData("29 Feb 2023 07:08:09 +0200")]
    [InlineData("31 Dec 9999 23:59:59 -1000")]
    [InlineData("99999999999999999999 May 2024")]
    public void What_is_no_date_is_absent_and_a_defect(string value)
    {
        var message = MessageText.Read("From: a@b\nDate: " + value + "\n\n");

        Assert.Null(message.Date);
        Assert.Contains(message.Defects, defect => defect is { Name: MimeDefect.InvalidDate, Offset: 11 });
    }

    private static void AssertDate(string expected, string value, out bool isOdd)
    {
        var message = MessageText.Read("From: a@b\nDate: " + value.Replace("\r", "", StringComparison.Ordinal) + "\n\n");

        isOdd = message.Defects.Any(defect => defect.Name == MimeDefect.InvalidDate);

        Assert.Equal(expected, message.Date?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
    }
}
