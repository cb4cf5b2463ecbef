using System.Globalization;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Record = Lingnan.Registries.Contracts.Record;

namespace Lingnan.Packs.Tests;

/// <summary>Plays the story of one pack in a city, through the capabilities' contracts.</summary>
internal sealed class ScenarioRun(IServiceProvider services, Pack pack)
{
    private readonly IRegisters _registers = services.GetRequiredService<IRegisters>();
    private Caller _citizen = Caller.Nobody;

    /// <summary>Plays every step that can run; the first that fails names its line.</summary>
    public async Task PlayAsync()
    {
        foreach (var step in pack.Scenario!.Steps.Where(s => s.Waiting is null))
        {
            try
            {
                await PlayAsync(step, new ScenarioArgs(step.ArgsJson!), new ScenarioArgs(step.ExpectJson!));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{pack.Id}/scenario.yaml:{step.Line} {step.Title.En}: {e.Message}",
                    e);
            }
        }
    }

    private Task PlayAsync(ScenarioStep step, ScenarioArgs args, ScenarioArgs expect) => step.Verb switch
    {
        "import" => ImportAsync(args, expect),
        "upsert" => UpsertAsync(args, expect),
        "get" => GetAsync(args, expect),
        "list" => ListAsync(args, expect),
        "history" => HistoryAsync(args, expect),
        "export" => ExportAsync(args, expect),
        "sign-up" => SignUpAsync(args, expect),
        "readers" => ReadersAsync(args, expect),
        "decide" => DecideAsync(args, expect),
        "doubt" => DoubtAsync(args, expect),
        "walk" or "shares" => FollowAsync(step.Verb, args, expect),
        "consent" => ConsentAsync(args, expect, isGiven: true),
        "withdraw" => ConsentAsync(args, expect, isGiven: false),
        _ => throw new NotSupportedException($"No verb '{step.Verb}'."),
    };

    private async Task ImportAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var imports = services.GetRequiredService<IImports>();
        var caller = CallerOf(args);
        var file = args.Text("file")!;
        await using var content = File.OpenRead(Path.Combine(pack.Folder, "seed", file));
        var uploaded = await imports.UploadAsync(args.Text("register")!, file, content, caller);
        if (Refused(uploaded, expect)) return;
        var started = await imports.StartAsync(new ImportRequest
        {
            Register = args.Text("register")!,
            FileName = file,
            FileHash = uploaded.Value.FileHash,
            DryRun = args.Flag("dryRun", false),
            UpdateExisting = args.Flag("update", true),
            Reason = pack.Id,
        }, caller);
        if (Refused(started, expect)) return;
        var import = await EndedAsync(imports, started.Value, caller);
        Assert.Null(import.Error);
        Same(expect, ("created", import.Created), ("changed", import.Changed), ("unchanged", import.Unchanged),
            ("refused", import.Refused));
        var refused = (await imports.RefusedAsync(started.Value, 0, 200, caller)).Value;
        foreach (var row in expect.Parts("refusedRows"))
            Assert.Contains(refused, r => r.Line == row.Whole("line") && r.Fault.Error.Code == row.Text("code")
                && (row.Text("field") is null || r.Fault.Field == row.Text("field")));
    }

    private static async Task<Import> EndedAsync(IImports imports, string jobId, Caller caller)
    {
        var import = (await imports.GetAsync(jobId, caller)).Value;
        await Eventually.TrueAsync(async () =>
        {
            import = (await imports.GetAsync(jobId, caller)).Value;
            return import.State is not (JobState.Queued or JobState.Running);
        });
        Assert.Equal(JobState.Done, import.State);
        return import;
    }

    private async Task UpsertAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var write = new RecordWrite(null, args.Values("values"), null, args.Text("reason"))
        {
            Source = args.Text("source"),
            Effective = args.Day("from") is { } from ? new ValidPeriod(from, null) : null,
        };
        var written = await _registers.UpsertAsync(RegisterOf(args), write, CallerOf(args));
        if (Refused(written, expect)) return;
        var told = string.Join(", ", written.Value.Faults.Select(f => $"{f.Field} {f.Error.Code}"));
        Assert.True(expect.Text("outcome") == written.Value.Outcome,
            $"expected {expect.Text("outcome")}, got {written.Value.Outcome} {told}");
        foreach (var fault in expect.Parts("faults"))
            Assert.Contains(written.Value.Faults, f => f.Error.Code == fault.Text("code")
                && (fault.Text("field") ?? f.Field) == f.Field);
    }

    private async Task DecideAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var sources = services.GetRequiredService<ISources>();
        var register = RegisterOf(args);
        var row = await IdAsync(register, args);
        var query = new SourceQuery(register.Name, SourceStates.Open, args.Text("field"), row);
        var cases = await sources.CasesAsync(query, null, 10, CallerOf(args));
        if (Refused(cases, expect)) return;
        var decided = await sources.DecideAsync(
            Assert.Single(cases.Value.Items).Id, args.Text("decision")!, args.Text("value"), args.Text("reason")!,
            CallerOf(args));
        if (Refused(decided, expect)) return;
        var got = await _registers.GetAsync(register, row, false, CallerOf(args), null);
        Assert.Equal(expect.Text("value"), Text(got.Value, args.Text("field")!));
    }

    private async Task DoubtAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var sources = services.GetRequiredService<ISources>();
        var register = RegisterOf(args);
        var field = args.Text("field")!;
        var row = await IdAsync(register, args);
        var raised = await sources.DoubtAsync(register, row, field, null, args.Text("reason")!, CallerOf(args));
        if (Refused(raised, expect)) return;
        Assert.Equal(expect.Text("source"), raised.Value.Source);
        // What is doubted goes on being served, and says that it is doubted.
        var got = await _registers.GetAsync(register, row, false, CallerOf(args), null);
        Assert.Contains(field, got.Value.Doubted!);
        Assert.NotNull(got.Value.Values[field]);
    }

    private async Task ConsentAsync(ScenarioArgs args, ScenarioArgs expect, bool isGiven)
    {
        var consents = new ScenarioConsents(services.GetRequiredService<IConsents>());
        var person = await IdAsync(RegisterOf(args), args);
        var changed = isGiven
            ? await consents.GiveAsync(person, args, CallerOf(args))
            : await consents.WithdrawAsync(person, args, CallerOf(args));
        if (!Refused(changed, expect)) Assert.Equal(expect.Text("state"), changed.Value.State);
    }

    private async Task FollowAsync(string verb, ScenarioArgs args, ScenarioArgs expect)
    {
        var (register, relations) = (RegisterOf(args), services.GetRequiredService<IRelations>());
        var found = await ScenarioRelations.FollowAsync(
            relations, verb, register, await IdAsync(register, args), args, CallerOf(args));
        if (!Refused(found, expect)) found.Value(expect);
    }

    private async Task GetAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var register = RegisterOf(args);
        var got = await _registers.GetAsOfAsync(
            register, await IdAsync(register, args), new(null, args.Day("day")), args.Flag("unmask", false),
            CallerOf(args), args.Purpose);
        if (Refused(got, expect)) return;
        foreach (var (field, text) in expect.Values("values")) Assert.Equal(text, Text(got.Value, field));
        Assert.Superset(expect.Texts("masked").ToHashSet(), got.Value.Masked.ToHashSet());
    }

    private async Task ListAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var register = RegisterOf(args);
        var query = new RecordQuery
        {
            Filters = args.Filters, Search = args.Text("search"),
            Sort = args.Text("sort"),
            Descending = args.Flag("descending", false),
            Limit = args.Whole("limit") ?? 50,
        };
        var page = await _registers.ListAsync(register, query, CallerOf(args), null);
        if (Refused(page, expect)) return;
        Same(expect, ("count", page.Value.Items.Count));
        if (expect.Has("titles")) Assert.Equal(expect.Texts("titles"),
            page.Value.Items.Select(r => Text(r, register.TitleField)));
    }

    private async Task HistoryAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var register = RegisterOf(args);
        var history =
            await _registers.HistoryAsync(register, await IdAsync(register, args), false, CallerOf(args), null);
        if (Refused(history, expect)) return;
        if (expect.Has("actions")) Assert.Equal(expect.Texts("actions"), history.Value.Select(v => v.Action));
        if (expect.Has("changed")) Assert.Equal(expect.Texts("changed"), history.Value[0].Changed);
    }

    private async Task ExportAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        using var target = new MemoryStream();
        var query = new RecordQuery { Filters = args.Filters };
        var rows =
            await _registers.ExportAsync(RegisterOf(args), query, args.Text("format")!, target, CallerOf(args),
            args.Purpose);
        if (Refused(rows, expect)) return;
        if (expect.Whole("rows") is { } expected) Assert.Equal(expected, rows.Value);
        var text = System.Text.Encoding.UTF8.GetString(target.ToArray());
        foreach (var part in expect.Texts("contains")) Assert.Contains(part, text);
        foreach (var part in expect.Texts("lacks")) Assert.DoesNotContain(part, text);
    }

    private async Task SignUpAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var signedUp = await services.GetRequiredService<IAccounts>().SignUpAsync(new CitizenSignUp(
            args.Text("residentId")!, args.Text("name")!, "13800000000", "Lingnan-2026-scenario"));
        if (Refused(signedUp, expect)) return;
        if (expect.Has("outcome"))
            Assert.True((expect.Text("outcome") == "opened") == signedUp.IsOk,
                signedUp.IsOk ? "opened" : signedUp.Error.Code);
        if (!signedUp.IsOk) return;
        var account = signedUp.Value;
        _citizen =
            new Caller { Kind = CallerKind.Citizen, AccountId = account.Id, Name = account.DisplayName,
            PersonId = account.PersonId };
    }

    private async Task ReadersAsync(ScenarioArgs args, ScenarioArgs expect)
    {
        var id = _citizen.PersonId ?? throw new InvalidOperationException("Nobody has signed up.");
        var page = await services.GetRequiredService<IAuditLog>()
            .ReadAsync(new AuditQuery { SubjectId = id, Limit = 200 });
        foreach (var reader in expect.Parts("readers"))
            Assert.Contains(page.Items, e => e.Purpose == reader.Text("purpose")
                && e.CaseNumber == reader.Text("case")
                && (reader.Text("action") ?? e.Action) == e.Action);
    }

    private Caller CallerOf(ScenarioArgs args) => args.Text("as") switch
    {
        "nobody" => Caller.Nobody,
        "citizen" => _citizen,
        "reader" => Officer("a_reader", "查询员", RegistriesPermissions.Read),
        _ => Officer("a_officer", "经办员", [.. RegistriesPermissions.All]),
    };

    private static Caller Officer(string id, string name, params Permission[] permissions) => new()
    {
        Kind = CallerKind.Officer,
        AccountId = id,
        Name = name,
        UnitName = "情节测试",
        Grants = [.. permissions.Select(p => new Grant(p.Code, ""))],
    };

    private RegistryDeclaration RegisterOf(ScenarioArgs args)
    {
        var name = args.Text("register")!.Split(':');
        return _registers.Find(name[0], name[1]) ?? throw new InvalidOperationException($"No register '{name[1]}'.");
    }

    private async Task<string> IdAsync(RegistryDeclaration register, ScenarioArgs args)
    {
        var query =
            new RecordQuery { Filters = [.. args.Values("key").Select(k => new RecordFilter(k.Key, "eq", k.Value!))] };
        var page =
            await _registers.ListAsync(register, query, Officer("a_officer", "经办员", [.. RegistriesPermissions.All]),
            null);
        Assert.True(page.IsOk, page.IsOk ? null : page.Error.Code);
        return Assert.Single(page.Value.Items).Id;
    }

    // A refusal that was expected ends the step; one that was not is a failure with its code.
    private static bool Refused<T>(Result<T> result, ScenarioArgs expect)
    {
        if (expect.Text("error") is { } code)
        {
            Assert.False(result.IsOk, $"expected the refusal {code}");
            Assert.Equal(code, result.Error.Code);
            return true;
        }
        if (!expect.Has("outcome")) Assert.True(result.IsOk, result.IsOk ? null : result.Error.Code);
        return !result.IsOk && expect.Text("outcome") != "refused";
    }

    private static void Same(ScenarioArgs expect, params ReadOnlySpan<(string Key, long Actual)> counts)
    {
        foreach (var (key, actual) in counts)
            if (expect.Whole(key) is { } expected) Assert.True(expected == actual,
                $"{key}: expected {expected}, got {actual}");
    }

    private static string? Text(Record record, string field) => record.Values[field] switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var value => value?.ToString(),
    };
}
