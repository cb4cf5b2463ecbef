using System.Text;
using Lingnan.Platform.Files;
using Lingnan.Testing;

namespace Lingnan.Platform.Tests.Files;

public sealed class FileStoreTests
{
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public async Task Keeps_a_file_under_its_hash_once()
    {
        using var folder = new TempFolder();
        var files = StoreIn(folder.Path);
        var first = await files.SaveAsync(Bytes("abc"), 3);
        var again = await files.SaveAsync(Bytes("abc"), 3);
        Assert.Equal(new StoredFile(HashOfAbc, 3), first.Value);
        Assert.Equal(first.Value, again.Value);
        Assert.True(files.Exists(HashOfAbc));
        using var reader = new StreamReader(files.Open(HashOfAbc));
        Assert.Equal("abc", await reader.ReadToEndAsync());
        Assert.Equal([folder[$"files/ba/{HashOfAbc[2..]}"]], AllFiles(folder.Path));
    }

    [Fact]
    public async Task Refuses_a_file_that_is_too_large_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        var saved = await StoreIn(folder.Path).SaveAsync(Bytes("abcd"), 3);
        Assert.Equal("platform.file.too-large", saved.Error?.Code);
        Assert.Empty(AllFiles(folder.Path));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        using var folder = new TempFolder();
        await Assert.ThrowsAsync<EndOfStreamException>(() => StoreIn(folder.Path).SaveAsync(new BrokenStream(), 1_000));
        Assert.Empty(AllFiles(folder.Path));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing_and_what_was_kept_stays()
    {
        await using var disk = await SmallDisk.MountAsync(1);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        var files = StoreIn(disk.Path);
        Assert.True((await files.SaveAsync(Bytes("abc"), 3)).IsOk);
        var saved = await files.SaveAsync(new MemoryStream(new byte[4 * 1024 * 1024]), 10_000_000);
        Assert.Equal("platform.disk-full", saved.Error?.Code);
        Assert.True(files.Exists(HashOfAbc));
        Assert.Single(AllFiles(disk.Path));
        Assert.True((await files.SaveAsync(Bytes("there is room again"), 100)).IsOk);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("")]
    public void A_name_that_is_no_hash_never_becomes_a_path(string name)
    {
        using var folder = new TempFolder();
        Assert.Throws<ArgumentException>(() => StoreIn(folder.Path).Open(name));
    }

    [Fact]
    public async Task What_a_kill_left_half_way_is_removed_after_a_day()
    {
        using var folder = new TempFolder();
        var files = StoreIn(folder.Path);
        await files.SaveAsync(Bytes("abc"), 3);
        var left = folder["files/.incoming/left"];
        await File.WriteAllTextAsync(left, "half");
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(left));
        Assert.Equal(0, files.PurgeIncoming(written.AddHours(23)));
        Assert.Equal(1, files.PurgeIncoming(written.AddHours(25)));
        Assert.True(files.Exists(HashOfAbc));
    }

    private static FileStore StoreIn(string folder) =>
        new(new CityOptions { DataFolder = folder }, TimeProvider.System);

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> AllFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 3 ? ValueTask.FromResult(10) : throw new EndOfStreamException("The sender went away.");
    }
}
