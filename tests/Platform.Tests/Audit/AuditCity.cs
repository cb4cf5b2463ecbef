using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Tests.Audit;

/// <summary>A database with the real log, and the hands of someone who writes into its tables behind its
/// back.</summary>
internal sealed class AuditCity(TestDatabase test) : IAsyncDisposable
{
    public static readonly Caller Clerk = new()
    {
        Kind = CallerKind.Officer, AccountId = "a_clerk", Name = "陈𠮷", UnitName = "莞城街道",
    };

    public TestDatabase Test => test;

    public IAuditLog Log => test.Services.GetRequiredService<IAuditLog>();

    public AuditCheckpoints Checkpoints => test.Services.GetRequiredService<AuditCheckpoints>();

    public static string WriteChain { get; } = AuditChain.WriteChainOf(Clerk.AccountId);

    public static async Task<AuditCity> CreateAsync(Engine engine, Action<IServiceCollection>? configure = null) =>
        new(await TestDatabase.CreateAsync(engine, services =>
        {
            configure?.Invoke(services);
            services.AddLingnanAudit();
        }));

    public static AuditEntry Entry(string thing, string? subject = null) => new()
    {
        Caller = Clerk, Action = "registries.record-read", Object = thing, SubjectId = subject,
        Purpose = "核对住址", CaseNumber = "2026-1", DetailJson = """{"fields":3}""",
    };

    /// <summary>Appends entries the way a write session does.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await using var session = await test.Database.WriteAsync();
            session.Audit(Entry($"thing-{i}", $"p_{i}"));
            await session.CommitAsync();
        }
    }

    /// <summary>Writes by hand, as someone with the database's password could.</summary>
    public async Task ForgeAsync(string sql)
    {
        await using var session = await test.Database.WriteAsync();
        session.Unaudited("a forgery");
        await session.Connection.ExecuteAsync(sql, transaction: session.Transaction);
        await session.CommitAsync();
    }

    public async Task<IReadOnlyList<string>> DefectsAsync() =>
        [.. (await Log.VerifyAsync()).Defects.Select(d => $"{d.Partition}/{d.Sequence} {d.Kind}")
            .Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
