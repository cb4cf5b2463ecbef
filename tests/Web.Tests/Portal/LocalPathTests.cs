using Lingnan.Web.Portal.Shell;

namespace Lingnan.Web.Tests.Portal;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/me")]
    [InlineData("/catalog/places/division/rows?q=%E4%B8%9C&cursor=a%2Fb")]
    public void A_path_of_this_site_is_followed(string path) => Assert.Equal(path, LocalPath.Or(path, "/home"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("me")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/me\r\nSet-Cookie: a=b")]
    [InlineData("/a\\..\\evil")]
    [InlineData("/\t/evil.example")]
    public void Anything_else_is_not(string? path) => Assert.Equal("/home", LocalPath.Or(path, "/home"));
}
