using Lingnan.Identity.Storage;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests.Storage;

public class IdentityContextTests
{
    [Theory, EachDatabase]
    public async Task The_mapping_says_what_the_tables_say(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine, typeof(IdentityModule).Assembly);
        await MappingProof.AssertMatchesAsync<IdentityContext>(city.Database);
    }
}
