using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Tests.Storage;

public sealed class SchemaFileTests
{
    [Theory]
    [InlineData("platform.schema.gap", 1, 3)]
    [InlineData("platform.schema.duplicate", 2, 2)]
    public void Refuses_numbers_that_do_not_run_on(string code, int first, int second)
    {
        var refusal = Assert.Throws<FaultException>(() => SchemaFile.RefuseGap(
            [new SchemaFile("Test.A", first, "a", ""), new SchemaFile("Test.A", second, "b", "")]));
        Assert.Equal(code, refusal.Error.Code);
        Assert.Equal($"Test.A/000{second}-b.sql", refusal.Error.Args["file"]);
    }
}
