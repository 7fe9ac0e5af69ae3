using System;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Tests.Sasl;
using Xunit;

namespace PSMailProtocol.Tests.Accounts;

public class MailCredentialTests
{
    /// <summary>A SecureString read as text ends at a NUL, and what comes before it could be another's password.</summary>
    [Theory]
    [InlineData("ab\0cd", false)]
    [InlineData("\0", false)]
    [InlineData("abcd\0", false)]
    [InlineData("abcd", true)]
    [InlineData("", true)]
    [InlineData("\ud83d\ude00 p\u00e4ss", true)]
    public void A_secret_with_a_NUL_is_refused_and_not_cut(string secret, bool isTaken)
    {
        foreach (var (name, create) in new (string, Func<MailCredential>)[]
        {
            ("Password", () => MailCredential.FromPassword(new NetworkCredential("user", secret))),
            ("Password", () => MailCredential.FromPassword(new NetworkCredential("user", Logins.Secure(secret)))),
            ("Token", () => MailCredential.FromToken("user", Logins.Secure(secret))),
        })
        {
            if (isTaken)
            {
                Assert.Equal(secret, create().GetSecret().Password);
                continue;
            }

            var failure = Assert.Throws<MailArgumentException>(create);
            Assert.Same(MailErrors.InvalidWireText, failure.Error);
            Assert.Equal(name, failure.ParamName);
            Assert.DoesNotContain("ab", failure.Message);
        }
    }
}
