namespace Lingnan.Registries.Import;

/// <summary>A text that refuses a line beyond the limit while it is being read, before anyone holds it whole.</summary>
internal sealed class BoundedLines(TextReader inner) : TextReader
{
    private long _line = 1;
    private int _length;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        See(buffer.AsSpan(index, read));
        return read;
    }

    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        var read = await inner.ReadAsync(buffer, index, count);
        See(buffer.AsSpan(index, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        See(buffer.Span[..read]);
        return read;
    }

    public override int Read() => throw new NotSupportedException("Read into a buffer.");

    public override int Peek() => inner.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void See(ReadOnlySpan<char> chars)
    {
        while (chars.IndexOf('\n') is var end and >= 0)
        {
            Grow(end);
            _line++;
            _length = 0;
            chars = chars[(end + 1)..];
        }
        Grow(chars.Length);
    }

    private void Grow(int chars)
    {
        _length += chars;
        if (_length > ImportLimits.RecordCharsMax) throw new TableFault(ImportErrors.RecordTooLong(_line));
    }
}
