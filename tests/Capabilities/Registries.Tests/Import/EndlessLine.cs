using System.Text;

namespace Lingnan.Registries.Tests.Import;

/// <summary>A file of one line, made while it is read.</summary>
internal sealed class EndlessLine(long length, string start = "name,address\n") : Stream
{
    private readonly byte[] _start = Encoding.UTF8.GetBytes(start);

    /// <summary>Bytes handed out so far.</summary>
    public long Delivered { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - Position);
        var part = buffer[..count];
        part.Fill((byte)'x');
        if (Position < _start.Length)
            _start.AsSpan((int)Position, (int)Math.Min(count, _start.Length - Position)).CopyTo(part);
        Position += count;
        Delivered += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush() => throw new NotSupportedException("It is only read.");

    public override void SetLength(long value) => throw new NotSupportedException("It is only read.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is only read.");
}
