using System.Buffers;
using System.IO.Compression;

namespace Lingnan.Registries.Import;

/// <summary>
/// Unpacks the parts of a workbook once into nothing, counting, before anyone parses them: what a zip says of its own
/// sizes may be a lie, so only counted bytes are believed.
/// </summary>
internal static class WorkbookGuard
{
    private const int BufferBytes = 128 * 1024;

    public static async Task CheckAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            await using var zip = await ZipArchive.CreateAsync(
                file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            if (zip.Entries.Count > ImportLimits.WorkbookPartsMax)
                throw new TableFault(ImportErrors.WorkbookTooLarge());
            if (zip.GetEntry("[Content_Types].xml") is null) throw new TableFault(ImportErrors.Packed());
            long total = 0;
            foreach (var part in zip.Entries) total += await CountAsync(part, total, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new TableFault(ImportErrors.BrokenWorkbook());
        }
        file.Position = 0;
    }

    private static async Task<long> CountAsync(ZipArchiveEntry part, long before, CancellationToken cancellationToken)
    {
        var max = part.Name == "sharedStrings.xml" ? ImportLimits.SharedTextBytesMax : ImportLimits.WorkbookBytesMax;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var content = await part.OpenAsync(cancellationToken);
            long count = 0;
            while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                count += read;
                var inflates = count > ImportLimits.InflationFreeBytes
                    && count > part.CompressedLength * ImportLimits.InflationMax;
                if (inflates || count > max || before + count > ImportLimits.WorkbookBytesMax)
                    throw new TableFault(ImportErrors.WorkbookTooLarge());
            }
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
