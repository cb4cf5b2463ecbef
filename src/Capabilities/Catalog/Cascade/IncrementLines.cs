using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Cascade;

/// <summary>A line as read: an increment, or why it is none.</summary>
internal sealed record IncrementLine(long Number, Result<Increment> Read);

/// <summary>Reads increments from a stream, one JSON object a line, in bounded memory.</summary>
internal static class IncrementLines
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static async IAsyncEnumerable<IncrementLine> ReadAsync(
        Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var line in LinesAsync(source, cancellationToken))
        {
            number++;
            if (line is { Length: 0 }) continue;
            yield return new IncrementLine(number, Parse(line));
        }
    }

    // Null stands for a line that is too long; its rest is passed over.
    private static async IAsyncEnumerable<byte[]?> LinesAsync(
        Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new byte[64 * 1024];
        var line = new ArrayBufferWriter<byte>();
        var isTooLong = false;
        while (await source.ReadAsync(block, cancellationToken) is var read and > 0)
        {
            var start = 0;
            while (Array.IndexOf(block, (byte)'\n', start, read - start) is var end and >= 0)
            {
                line.Write(block.AsSpan(start, end - start));
                yield return isTooLong ? null : Trimmed(line);
                line.ResetWrittenCount();
                (start, isTooLong) = (end + 1, false);
            }
            line.Write(block.AsSpan(start, read - start));
            if (line.WrittenCount <= CatalogLimits.BodyBytesMax) continue;
            isTooLong = true;
            line.ResetWrittenCount();
        }
        if (isTooLong || line.WrittenCount > 0) yield return isTooLong ? null : Trimmed(line);
    }

    private static byte[] Trimmed(ArrayBufferWriter<byte> line) => line.WrittenSpan.Trim(" \r\t"u8).ToArray();

    private static Result<Increment> Parse(byte[]? line)
    {
        if (line is null) return CatalogErrors.BadIncrement();
        try
        {
            var increment = JsonSerializer.Deserialize<Increment>(Strict.GetString(line), Descriptions.Json);
            return increment is { Code: not null, Position: > 0 } ? increment : CatalogErrors.BadIncrement();
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return CatalogErrors.BadIncrement();
        }
    }
}
