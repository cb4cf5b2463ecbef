using Microsoft.EntityFrameworkCore;

namespace Lingnan.Platform.Tests.Storage;

internal sealed class SampleRow
{
    public long Id { get; set; }
    public required string Name { get; set; }
    public bool Active { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public DateOnly? Born { get; set; }
    public byte[]? Picture { get; set; }
    public int Small { get; set; }
}

internal sealed class SampleContext(DbContextOptions<SampleContext> options) : DbContext(options)
{
    public DbSet<SampleRow> Rows => Set<SampleRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<SampleRow>(row =>
    {
        row.ToTable("sample_rows");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedOnAdd();
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Active).HasColumnName("active");
        row.Property(r => r.SeenAt).HasColumnName("seen_at");
        row.Property(r => r.Born).HasColumnName("born");
        row.Property(r => r.Picture).HasColumnName("picture");
        row.Property(r => r.Small).HasColumnName("small");
    });
}
