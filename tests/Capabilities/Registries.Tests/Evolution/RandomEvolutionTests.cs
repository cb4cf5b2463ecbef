using System.Globalization;
using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Evolution;
using Lingnan.Platform.Jobs;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

/// <summary>Random steps over random histories, filled in or not, against a model that keeps every version as plain
/// texts and changes them all at each step.</summary>
public sealed class RandomEvolutionTests
{
    private static readonly string?[] Texts = ["a-1", "b-", "c", "12", "3", "x-y-z", null];

    private static readonly Gen<(int Kind, int Field, int Source, bool IsFilled, (int Row, int Text)[] Writes)> Stage =
        Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Bool,
            Gen.Select(Gen.Int[0, 2], Gen.Int[0, 200]).Array[0, 5]);

    [Fact]
    public async Task Every_version_reads_as_the_model_says() =>
        await Stage.Array[2, 7].SampleAsync(RunAsync, iter: 12, threads: 1);

    private static async Task RunAsync((int Kind, int Field, int Source, bool IsFilled, (int, int)[] Writes)[] stages)
    {
        var model = new Model();
        await using var made = await Evolving.CityAsync(Engine.Sqlite, model.Register);
        for (var row = 0; row < 3; row++) await WriteAsync(made, model, row, row * 5);
        foreach (var (kind, field, source, isFilled, writes) in stages)
        {
            model.Step(kind, field, source);
            await using var city = await Evolving.LaterAsync(made, model.Register);
            if (isFilled)
            {
                await city.StartWorkersAsync();
                foreach (var job in await city.Get<IJobs>().ListAsync(FillJob.JobKind))
                    await city.Get<IJobs>().WaitAsync(job.Id);
            }
            foreach (var (row, text) in writes) await WriteAsync(city, model, row, text);
            await CheckAsync(city, model);
        }
    }

    private static async Task WriteAsync(TestDatabase city, Model model, int row, int seed)
    {
        var sent = model.Draw(row, seed);
        model.Ids[row] = await Evolving.PutAsync(city, model.Register, sent, model.Ids[row]);
    }

    private static async Task CheckAsync(TestDatabase city, Model model)
    {
        for (var row = 0; row < 3; row++)
        {
            var versions = (await city.Get<IRegisters>().HistoryAsync(
                model.Register, model.Ids[row]!, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
            var expected = model.Versions[row];
            Assert.Equal(expected.Count, versions.Count);
            for (var v = 0; v < expected.Count; v++)
                Assert.Equal(Print(model, expected[expected.Count - 1 - v]), Print(
                    model, versions[v].Record.Values.ToDictionary(p => p.Key, p => Text(p.Value))));
            var now = await Evolving.GetAsync(city, model.Register, model.Ids[row]!);
            Assert.Equal(
                model.Register.Fields.Select(f => f.Name).Order(), now.Keys.Order());
            Assert.Equal(Print(model, expected[^1]), Print(model, now.ToDictionary(p => p.Key, p => Text(p.Value))));
        }
    }

    private static string? Text(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static string Print(Model model, IReadOnlyDictionary<string, string?> values) => string.Join(
        ' ', model.Register.Fields.Select(f => $"{f.Name}={values.GetValueOrDefault(f.Name)}"));

    private sealed class Model
    {
        private int _step;
        private int _stamp;

        public RegistryDeclaration Register { get; private set; } = Evolving.First with
        {
            Fields =
            [
                Declared.Field("code", FieldType.Text) with { Required = true },
                Declared.Field("name", FieldType.Text), Declared.Field("a", FieldType.Text),
                Declared.Field("b", FieldType.Text),
            ],
        };

        public string?[] Ids { get; } = new string?[3];
        public List<Dictionary<string, string?>>[] Versions { get; } = [[], [], []];

        /// <summary>A write: some fields anew, the others as they are.</summary>
        public Dictionary<string, string?> Draw(int row, int seed)
        {
            var sent = new Dictionary<string, string?>
            {
                ["code"] = $"{row}", ["name"] = (++_stamp).ToString(CultureInfo.InvariantCulture),
            };
            foreach (var field in Free())
            {
                seed = (seed * 31 + 7) % 1009;
                if (seed % 3 == 0) continue;
                sent[field.Name] = field.Type == FieldType.Number ? $"{seed}" : Texts[seed % Texts.Length];
            }
            var before = Versions[row].Count == 0 ? [] : Versions[row][^1];
            Versions[row].Add(before.Concat(sent).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value));
            return sent;
        }

        public void Step(int kind, int position, int other)
        {
            var step = ++_step;
            var free = Free();
            var fresh = $"n{step}";
            if (free.Count == 0) kind = 0;
            var field = free.Count == 0 ? null : free[position % free.Count];
            RegisterChange change;
            switch (kind)
            {
                case 0 or 1:
                    var from = kind == 1 ? free[other % free.Count].Name : null;
                    change = new()
                    {
                        Step = step, Kind = ChangeKind.Add, Field = fresh, FillFrom = from,
                        Fill = from is null ? "v" : null,
                    };
                    Add(Declared.Field(fresh, FieldType.Text));
                    Each(v => v[fresh] = from is null ? "v" : v.GetValueOrDefault(from));
                    break;
                case 2:
                    change = new() { Step = step, Kind = ChangeKind.Rename, Field = field!.Name, To = fresh };
                    Replace(field, field with { Name = fresh });
                    Each(v =>
                    {
                        v[fresh] = v.GetValueOrDefault(field.Name);
                        v.Remove(field.Name);
                    });
                    break;
                case 3:
                    change = new()
                    {
                        Step = step, Kind = ChangeKind.Split, Field = field!.Name, Into = [fresh, fresh + "b"],
                        Separator = "-",
                    };
                    Close(field, field.Name, step);
                    Replace(field, null);
                    Add(Declared.Field(fresh, FieldType.Text));
                    Add(Declared.Field(fresh + "b", FieldType.Text));
                    Each(v =>
                    {
                        var parts = v.GetValueOrDefault(field.Name)?.Split('-') ?? [];
                        v[fresh] = parts.Length == 2 && parts[0].Length > 0 ? parts[0] : null;
                        v[fresh + "b"] = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null;
                        v.Remove(field.Name);
                    });
                    break;
                case 4 when field!.Type == FieldType.Text:
                    var was = field with { Name = $"{field.Name}Was{step}" };
                    change = new() { Step = step, Kind = ChangeKind.Retype, Field = field.Name, Was = was };
                    Close(was, field.Name, step);
                    Replace(field, Declared.Field(field.Name, FieldType.Number));
                    Each(v => v[field.Name] = int.TryParse(v.GetValueOrDefault(field.Name), out var n) ? $"{n}" : null);
                    break;
                default:
                    change = new() { Step = step, Kind = ChangeKind.Close, Field = field!.Name };
                    Close(field, field.Name, step);
                    Replace(field, null);
                    Each(v => v.Remove(field.Name));
                    break;
            }
            Register = Register with { Version = step + 1, Changes = [.. Register.Changes, change] };
        }

        private List<FieldDeclaration> Free() => [.. Register.Fields.Where(f => f.Name is not ("code" or "name"))];

        private void Each(Action<Dictionary<string, string?>> change)
        {
            foreach (var version in Versions.SelectMany(v => v)) change(version);
        }

        private void Add(FieldDeclaration field) => Register = Register with { Fields = [.. Register.Fields, field] };

        private void Replace(FieldDeclaration field, FieldDeclaration? by) => Register = Register with
        {
            Fields = [.. Register.Fields.Select(f => f == field ? by : f).OfType<FieldDeclaration>()],
        };

        private void Close(FieldDeclaration field, string name, int step) => Register = Register with
        {
            ClosedFields = [.. Register.ClosedFields, new(field, name, step)],
        };
    }
}
