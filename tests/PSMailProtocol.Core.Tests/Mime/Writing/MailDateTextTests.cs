using System;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Writing;

public class MailDateTextTests
{
    [Theory]
    [InlineData("1997-11-21T09:55:06-06:00", "Fri, 21 Nov 1997 09:55:06 -0600")]
    [InlineData("2026-03-01T00:00:00+00:00", "Sun, 1 Mar 2026 00:00:00 +0000")]
    [InlineData("2024-02-29T23:59:59+05:45", "Thu, 29 Feb 2024 23:59:59 +0545")]
    [InlineData("2000-12-31T12:00:00-00:30", "Sun, 31 Dec 2000 12:00:00 -0030")]
    [InlineData("0001-01-01T00:00:00+00:00", "Mon, 1 Jan 0001 00:00:00 +0000")]
    [InlineData("9999-12-30T23:59:59-14:00", "Thu, 30 Dec 9999 23:59:59 -1400")]
    public void ADateIsWritten(string date, string expected) =>
        Assert.Equal(expected, MailDateText.Format(DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture)));
}
