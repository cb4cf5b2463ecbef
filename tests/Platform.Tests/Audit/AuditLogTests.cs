using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Tests.Audit;

public sealed class AuditLogTests
{
    [Theory, EachDatabase]
    public async Task Two_hundred_readers_share_few_commits_and_lose_nothing(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(reader => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
                await city.Log.AppendAsync(AuditCity.Entry($"record-{reader}-{i}", $"p_{reader}"));
        })));
        var verdict = await city.Log.VerifyAsync();
        Assert.Equal(1000, verdict.Entries);
        Assert.Empty(verdict.Defects);
        Assert.Equal(5, (await city.Log.ReadAsync(new AuditQuery { SubjectId = "p_77" })).Items.Count);
    }

    [Theory, EachDatabase]
    public async Task Writers_and_readers_at_once_leave_whole_chains(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await using var session = await city.Test.Database.WriteAsync();
                foreach (var name in new[] { "b", "a", "c" })
                    session.Audit(AuditCity.Entry("w") with
                    {
                        Caller = AuditCity.Clerk with { AccountId = $"a_{name}{writer}" },
                    });
                await session.CommitAsync();
                await city.Log.AppendAsync(AuditCity.Entry("r"));
                if (i % 3 == 0) await city.Checkpoints.MakeAsync(default);
            }
        })));
        var verdict = await city.Log.VerifyAsync();
        Assert.Equal(8 * 10 * 4, verdict.Entries);
        Assert.Empty(verdict.Defects);
    }

    [Theory, EachDatabase]
    public async Task An_entry_is_read_back_as_it_was_given(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.Log.AppendAsync(AuditCity.Entry("population:person/p_1", "p_1") with { Purpose = "a\0b\uD842" });
        var read = Assert.Single((await city.Log.ReadAsync(new AuditQuery())).Items);
        Assert.Equal(
            ("r0", 1L, "a_clerk", "陈𠮷", "莞城街道", "registries.record-read", "population:person/p_1", "p_1",
                "a\uFFFDb\uFFFD", "2026-1"),
            (read.Partition, read.Sequence, read.CallerId, read.CallerName, read.UnitName!, read.Action, read.Object,
                read.SubjectId!,
                read.Purpose!, read.CaseNumber!));
        Assert.Empty((await city.Log.VerifyAsync()).Defects);
    }

    // Entries about a person's own row are found by the person, all others by their object. A reader sees no
    // difference.
    [Theory, EachDatabase]
    public async Task Entries_are_found_by_their_object_whoever_they_are_about(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        var about = new[] { "p_1", null, "p_2", "1", "person/p_1", "xp_1", "" };
        string[] things = ["population:person/p_1", "places:address/p_1", "p_1", "/p_1", "population:person/xp_1", "/"];
        foreach (var thing in things)
            foreach (var subject in about) await city.Log.AppendAsync(AuditCity.Entry(thing, subject));
        foreach (var thing in things)
        {
            var seen = new List<AuditRecord>();
            for (string? cursor = null; ;)
            {
                var page = await city.Log.ReadAsync(new AuditQuery { Object = thing, Cursor = cursor, Limit = 2 });
                seen.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            Assert.Equal(about.Reverse(), seen.Select(s => s.SubjectId));
            Assert.All(seen, s => Assert.Equal(thing, s.Object));
        }
    }

    [Theory, EachDatabase]
    public async Task Time_never_runs_backwards_though_the_clock_does(Engine engine)
    {
        var clock = new JumpingClock(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var city = await AuditCity.CreateAsync(
            engine, services => services.AddSingleton<TimeProvider>(clock));
        await city.WriteAsync(1);
        clock.Now -= TimeSpan.FromDays(400);
        await city.WriteAsync(2);
        clock.Now += TimeSpan.FromDays(800);
        await city.WriteAsync(1);
        var times = (await city.Log.ReadAsync(new AuditQuery { CallerId = "a_clerk" })).Items.OrderBy(i => i.Sequence)
            .Select(i => i.At).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(times[0], times[1]);
        Assert.True(times[3] > times[2]);
    }

    [Theory, EachDatabase]
    public async Task Pages_meet_every_entry_once(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(9);
        for (var i = 0; i < 8; i++) await city.Log.AppendAsync(AuditCity.Entry($"r{i}"));
        var seen = new List<AuditRecord>();
        string? cursor = null;
        do
        {
            var page = await city.Log.ReadAsync(
                new AuditQuery { Cursor = cursor, Limit = 4, ActionPrefix = "registries." });
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(17, seen.Distinct().Count());
        Assert.Equal(17, seen.Count);
        Assert.Equal(seen.OrderByDescending(s => s.At).Select(s => s.At), seen.Select(s => s.At));
        Assert.Empty((await city.Log.ReadAsync(new AuditQuery { ActionPrefix = "registriez" })).Items);
        Assert.Single((await city.Log.ReadAsync(new AuditQuery { Object = "thing-3" })).Items);
    }

    [Theory, EachDatabase("x"), EachDatabase("MTIz"), EachDatabase("你好")]
    public async Task A_wrong_cursor_is_told(Engine engine, string cursor)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        var fault = await Assert.ThrowsAsync<FaultException>(
            () => city.Log.ReadAsync(new AuditQuery { Cursor = cursor }));
        Assert.Equal("platform.audit.cursor.malformed", fault.Error.Code);
    }

    [Theory, EachDatabase]
    public async Task A_read_that_cannot_be_written_down_fails_and_the_next_one_works(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await Assert.ThrowsAsync<ArgumentException>(
            () => city.Log.AppendAsync(AuditCity.Entry(new string('x', 70_000))));
        await city.Log.AppendAsync(AuditCity.Entry("fine"));
        Assert.Single((await city.Log.ReadAsync(new AuditQuery())).Items);
    }

    [Theory, EachDatabase]
    public async Task A_dropped_session_leaves_no_entry_and_no_gap(Engine engine)
    {
        await using var city = await AuditCity.CreateAsync(engine);
        await city.WriteAsync(1);
        await using (var session = await city.Test.Database.WriteAsync())
        {
            session.Audit(AuditCity.Entry("dropped"));
            await session.Connection.ExecuteAsync(
                "DELETE FROM platform_audit_checkpoints", transaction: session.Transaction);
        }

        await city.WriteAsync(1);
        Assert.Equal(2, (await city.Log.VerifyAsync()).Entries);
        Assert.Empty((await city.Log.VerifyAsync()).Defects);
    }

    private sealed class JumpingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
