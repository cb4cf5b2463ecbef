using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Import;

/// <summary>Finds out what a file is, by its bytes and not by its name alone.</summary>
internal static class TableFiles
{
    private const int SniffBytes = 8 * 1024;

    /// <summary>Bytes that no text holds in any encoding but UTF-16.</summary>
    private static readonly System.Buffers.SearchValues<byte> NoText =
        System.Buffers.SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);

    /// <summary>Opens the file; takes the stream over. Throws <see cref="TableFault"/> when it is no table.</summary>
    public static async Task<ITableReader> OpenAsync(
        Stream file, string fileName, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        try
        {
            var start = new byte[SniffBytes];
            var length = await file.ReadAtLeastAsync(start, SniffBytes, throwOnEndOfStream: false, cancellationToken);
            file.Position = 0;
            return await OpenAsync(file, start.AsMemory(0, length), fileName, register, cancellationToken);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static Task<ITableReader> OpenAsync(
        Stream file, ReadOnlyMemory<byte> start, string fileName, RegistryDeclaration register,
        CancellationToken cancellationToken)
    {
        var bytes = start.Span;
        if (bytes.Length == 0) throw new TableFault(ImportErrors.Empty());
        if (bytes.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) throw new TableFault(ImportErrors.OldWorkbook());
        if (bytes.StartsWith<byte>([0x1F, 0x8B]) || bytes.StartsWith("Rar!"u8) || bytes.StartsWith("7z"u8))
            throw new TableFault(ImportErrors.Packed());
        if (bytes.StartsWith("PK"u8)) return XlsxTableReader.OpenAsync(file, cancellationToken);
        var isUtf16 = bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]);
        if (!isUtf16 && (bytes.ContainsAny(NoText) || bytes.StartsWith("%PDF"u8)))
            throw new TableFault(ImportErrors.NotTable());
        if (bytes.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("<"u8)) throw new TableFault(ImportErrors.NotTable());
        if (LooksLikeGeoJson(bytes, fileName))
            return GeoJsonTableReader.OpenAsync(file, register, cancellationToken);
        if (LooksLikeJson(bytes, fileName)) return Task.FromResult<ITableReader>(new JsonlTableReader(file, register));
        return CsvTableReader.OpenAsync(file, cancellationToken);
    }

    private static bool LooksLikeGeoJson(ReadOnlySpan<byte> bytes, string fileName) =>
        fileName.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase)
        || (bytes.IndexOf("\"FeatureCollection\""u8) is >= 0 and < 1024
            && !fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));

    private static bool LooksLikeJson(ReadOnlySpan<byte> bytes, string fileName)
    {
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        var isNamed = fileName.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            || fileName.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);
        return isNamed || bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }
}
