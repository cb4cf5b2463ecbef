using System.Text;
using Lingnan.Platform;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Registries.Tests.Import;

public sealed class ImportTidyTests
{
    private static readonly byte[] Table = Encoding.UTF8.GetBytes($"number,name,height\n{Declared.Number(1)},张三,abc\n");

    [Theory, EachDatabase]
    public async Task The_file_of_an_import_goes_with_its_report(Engine engine)
    {
        var (database, time) = await StartAsync(engine);
        await using var _ = database;
        var (imports, files) = (database.Get<IImports>(), database.Get<IFileStore>());
        var first = await ImportAsync(database);
        time.Advance(TimeSpan.FromDays(29));
        await TidyAsync(database);
        Assert.True(files.Exists(first.Hash));

        // Another import of the same content keeps it for thirty days more.
        var second = await ImportAsync(database);
        Assert.Equal(first.Hash, second.Hash);
        time.Advance(TimeSpan.FromDays(2));
        await TidyAsync(database);
        Assert.True(files.Exists(first.Hash));
        Assert.True((await imports.FindRefusedFormatAsync(second.JobId, RegisterCity.Root)).IsOk);

        time.Advance(TimeSpan.FromDays(29));
        await TidyAsync(database);
        Assert.False(files.Exists(first.Hash));
        Assert.Equal(
            "registries.import.file-gone",
            (await imports.FindRefusedFormatAsync(second.JobId, RegisterCity.Root)).Error?.Code);
        Assert.Equal("registries.import.file-gone",
            (await imports.WriteRefusedAsync(second.JobId, new MemoryStream(), RegisterCity.Root)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task A_file_that_never_became_an_import_goes_after_a_day(Engine engine)
    {
        var (database, time) = await StartAsync(engine);
        await using var _ = database;
        var files = database.Get<IFileStore>();
        var hash = await UploadAsync(database);
        time.Advance(TimeSpan.FromHours(23));
        await TidyAsync(database);
        Assert.True(files.Exists(hash));

        // Whoever goes on with it has another day.
        Assert.True(
            (await database.Get<IImports>().PreviewAsync(Declared.People.Name, "a.csv", hash, RegisterCity.Root)).IsOk);
        time.Advance(TimeSpan.FromHours(23));
        await TidyAsync(database);
        Assert.True(files.Exists(hash));
        time.Advance(TimeSpan.FromHours(2));
        await TidyAsync(database);
        Assert.False(files.Exists(hash));
    }

    private static async Task<(TestDatabase Database, FakeTimeProvider Time)> StartAsync(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(
            engine,
            services =>
            {
                services.AddWords(typeof(RegistriesModule).Assembly);
                RegisterCity.Configure(services, Declared.Packs(), time);
            },
            typeof(RegistriesModule).Assembly);
        await database.Get<IRegisterTables>().EnsureAsync();
        return (database, time);
    }

    private static async Task<string> UploadAsync(TestDatabase database) =>
        (await database.Get<IImports>()
            .UploadAsync(Declared.People.Name, "a.csv", new MemoryStream(Table), RegisterCity.Root)).Value.FileHash;

    private static async Task<(string JobId, string Hash)> ImportAsync(TestDatabase database)
    {
        var hash = await UploadAsync(database);
        var request = new ImportRequest { Register = Declared.People.Name, FileName = "a.csv", FileHash = hash };
        return ((await database.Get<IImports>().StartAsync(request, RegisterCity.Root)).Value, hash);
    }

    private static Task TidyAsync(TestDatabase database) => database.Get<FileSweep>().RunAsync(CancellationToken.None);
}
