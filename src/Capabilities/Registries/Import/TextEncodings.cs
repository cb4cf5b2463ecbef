using System.Buffers;
using System.Text;

namespace Lingnan.Registries.Import;

/// <summary>Which encoding a text is in: UTF-8 and UTF-16 by mark, else UTF-8 or GB18030 by what most lines can only
/// be.</summary>
internal static class TextEncodings
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Bytes of a line beyond which no record within the limit can be in it, whatever the encoding.</summary>
    private const long LineBytesMax = 4L * ImportLimits.RecordCharsMax;

    /// <summary>Decides over the whole file in one pass and constant memory, and leaves the stream at its beginning.
    /// Refuses at once what cannot be a table. In a file of mixed encodings the smaller part is found by
    /// <see cref="LineCheckStream"/>.</summary>
    public static async Task<(Encoding Encoding, string Name)> DetectAsync(
        Stream file, CancellationToken cancellationToken)
    {
        var mark = new byte[3];
        var length = await file.ReadAtLeastAsync(mark, 3, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        if (length >= 2 && mark[0] == 0xFF && mark[1] == 0xFE) return (Encoding.Unicode, "utf-16");
        if (length >= 2 && mark[0] == 0xFE && mark[1] == 0xFF) return (Encoding.BigEndianUnicode, "utf-16");
        if (length == 3 && mark is [0xEF, 0xBB, 0xBF]) return (Encoding.UTF8, "utf-8");
        var (asUtf8, otherwise) = await CountLinesAsync(file, cancellationToken);
        file.Position = 0;
        return otherwise > asUtf8 ? (Gb18030(), "gb18030") : (Encoding.UTF8, "utf-8");
    }

    private static Encoding Gb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(
            "gb18030", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"));
    }

    // Lines beyond ASCII that are lawful UTF-8, and lines that are not.
    private static async Task<(long AsUtf8, long Otherwise)> CountLinesAsync(
        Stream file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        long asUtf8 = 0, otherwise = 0, number = 1;
        var line = new LineWatch();
        try
        {
            while (await file.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                foreach (var value in buffer.AsSpan(0, read))
                {
                    if (value == 0) throw new TableFault(ImportErrors.NotTable());
                    if (value is not ((byte)'\n' or (byte)'\r'))
                    {
                        line.See(value);
                        continue;
                    }
                    line.End();
                    if (value == (byte)'\n') number++;
                    if (line.IsBroken) otherwise++;
                    else if (line.IsBeyondAscii) asUtf8++;
                    line = new LineWatch();
                }
                if (line.Length > LineBytesMax) throw new TableFault(ImportErrors.RecordTooLong(number));
            }
            line.End();
            return (asUtf8 + (line.IsBeyondAscii && !line.IsBroken ? 1 : 0), otherwise + (line.IsBroken ? 1 : 0));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
