namespace Lingnan.Registries.Import;

/// <summary>Passes a text through and remembers which of its lines cannot be in the encoding of the whole, until the
/// reader that runs behind has asked for them.</summary>
internal sealed class LineCheckStream(Stream inner, bool isUtf8) : Stream
{
    private readonly Queue<long> _foreign = new();
    private LineWatch _watch;
    private long _line = 1;
    private bool _isAfterReturn;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException("It is read once.");
    }

    /// <summary>True when a line of this stretch, both ends included, is in another encoding.
    /// Ask in ascending order.</summary>
    public bool HasForeign(long first, long last)
    {
        while (_foreign.TryPeek(out var line) && line < first) _foreign.Dequeue();
        var has = false;
        while (_foreign.TryPeek(out var line) && line <= last)
        {
            _foreign.Dequeue();
            has = true;
        }
        return has;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        See(buffer[..read], buffer.Length > 0 && read == 0);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        See(buffer.Span[..read], buffer.Length > 0 && read == 0);
        return read;
    }

    public override void Flush() => throw new NotSupportedException("It is only read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is read once.");

    public override void SetLength(long value) => throw new NotSupportedException("It is only read.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is only read.");

    private void See(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        foreach (var value in bytes)
        {
            if (value is (byte)'\n' or (byte)'\r')
            {
                if (value == (byte)'\r' || !_isAfterReturn) EndLine();
                _isAfterReturn = value == (byte)'\r';
                continue;
            }
            _isAfterReturn = false;
            _watch.See(value);
        }
        if (isEnd && _watch.Length > 0) EndLine();
    }

    private void EndLine()
    {
        _watch.End();
        if (isUtf8 ? _watch.IsBroken : _watch.IsSurelyUtf8) _foreign.Enqueue(_line);
        _watch = new LineWatch();
        _line++;
    }
}
