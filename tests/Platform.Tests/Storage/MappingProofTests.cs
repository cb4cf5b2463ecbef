using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Platform.Tests.Storage;

public sealed class MappingProofTests
{
    [Theory, EachDatabase]
    public async Task Accepts_a_mapping_that_equals_the_tables(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine, typeof(MappingProofTests).Assembly);
        await MappingProof.AssertMatchesAsync<SampleContext>(city.Database);
    }

    [Theory, EachDatabase]
    public async Task Names_each_difference(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine, typeof(MappingProofTests).Assembly);
        var differences = await MappingProof.FindDifferencesAsync<WrongContext>(city.Database);
        Assert.Equal(
            [
                "sample_nowhere: there is no such table",
                "sample_rows.active: in the table, but not mapped",
                "sample_rows.born: in the table, but not mapped",
                "sample_rows.name: mapped as nullable, the table says otherwise",
                "sample_rows.picture: in the table, but not mapped",
                "sample_rows.seen_at: mapped as text",
                "sample_rows.small: in the table, but not mapped",
                "sample_rows.title: mapped, but not in the table",
                "sample_rows: no unique index on id,name",
            ],
            differences.Select(d => d.Split(", the table has")[0]).Order(StringComparer.Ordinal));
    }

    private sealed class WrongRow
    {
        public long Id { get; set; }
        public string? Name { get; set; }
        public string? SeenAt { get; set; }
        public string? Title { get; set; }
    }

    private sealed class Nowhere
    {
        public long Id { get; set; }
    }

    private sealed class WrongContext(DbContextOptions<WrongContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Nowhere>(n =>
            {
                n.ToTable("sample_nowhere");
                n.Property(r => r.Id).HasColumnName("id");
            });
            modelBuilder.Entity<WrongRow>(row =>
            {
                row.ToTable("sample_rows");
                row.Property(r => r.Id).HasColumnName("id");
                row.Property(r => r.Name).HasColumnName("name");
                row.Property(r => r.SeenAt).HasColumnName("seen_at");
                row.Property(r => r.Title).HasColumnName("title");
                row.HasIndex(r => new { r.Id, r.Name }).IsUnique();
            });
        }
    }
}
