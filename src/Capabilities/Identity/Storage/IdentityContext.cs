using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Storage;

/// <summary>The tables of <c>0001-create.sql</c> as EF Core sees them; a test proves that the two agree.</summary>
internal sealed class IdentityContext(DbContextOptions<IdentityContext> options) : DbContext(options)
{
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<UnitRow> Units => Set<UnitRow>();
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<PostRow> Posts => Set<PostRow>();
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<OneTimeLinkRow> Links => Set<OneTimeLinkRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SettingRow>().ToTable("identity_settings").HasKey(r => r.Name);
        modelBuilder.Entity<UnitRow>().ToTable("identity_units").HasKey(r => r.Id);
        modelBuilder.Entity<AccountRow>().ToTable("identity_accounts").HasKey(r => r.Id);
        modelBuilder.Entity<PostRow>().ToTable("identity_posts").HasKey(r => new { r.AccountId, r.UnitId, r.RoleId });
        modelBuilder.Entity<SessionRow>().ToTable("identity_sessions").HasKey(r => r.Id);
        modelBuilder.Entity<OneTimeLinkRow>().ToTable("identity_one_time_links").HasKey(r => r.TokenHash);

        // Known here only so that rows are written in the order their foreign keys need.
        Belongs<UnitRow, UnitRow>(modelBuilder, nameof(UnitRow.ParentId));
        Belongs<PostRow, AccountRow>(modelBuilder, nameof(PostRow.AccountId));
        Belongs<PostRow, UnitRow>(modelBuilder, nameof(PostRow.UnitId));
        Belongs<SessionRow, AccountRow>(modelBuilder, nameof(SessionRow.AccountId));
        Belongs<OneTimeLinkRow, AccountRow>(modelBuilder, nameof(OneTimeLinkRow.AccountId));

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
    }

    private static void Belongs<TRow, TOwner>(ModelBuilder builder, string column) where TRow : class where TOwner
        : class =>
        builder.Entity<TRow>().HasOne<TOwner>().WithMany().HasForeignKey(column)
            .OnDelete(DeleteBehavior.ClientNoAction);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}"
            : $"{char.ToLowerInvariant(c)}"));
}
