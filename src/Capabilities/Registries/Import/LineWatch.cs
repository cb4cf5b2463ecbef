namespace Lingnan.Registries.Import;

/// <summary>What the bytes of one line can be. Fed byte by byte; a lead byte of UTF-8 says how many bytes follow, and a
/// line end inside them breaks the line.</summary>
internal struct LineWatch
{
    private int _expected;

    /// <summary>Bytes seen.</summary>
    public long Length { get; private set; }

    /// <summary>True when it holds more than ASCII.</summary>
    public bool IsBeyondAscii { get; private set; }

    /// <summary>True when it is no UTF-8.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>True when it is lawful UTF-8 and holds a Chinese character in it.
    /// A line of GB18030 is that by accident so rarely that it is taken for a line of another file;
    /// two-byte accidents are common and do not count.</summary>
    public readonly bool IsSurelyUtf8 => !IsBroken && _hasIdeograph;

    private bool _hasIdeograph;

    public void See(byte value)
    {
        Length++;
        if (value < 0x80)
        {
            IsBroken |= _expected > 0;
            _expected = 0;
            return;
        }
        IsBeyondAscii = true;
        if (_expected > 0)
        {
            IsBroken |= (value & 0xC0) != 0x80;
            _expected--;
            return;
        }
        _expected = value switch { >= 0xF0 and < 0xF5 => 3, >= 0xE0 and < 0xF0 => 2, >= 0xC2 and < 0xE0 => 1, _ => -1 };
        _hasIdeograph |= value is >= 0xE4 and <= 0xE9;
        if (_expected >= 0) return;
        IsBroken = true;
        _expected = 0;
    }

    public void End() => IsBroken |= _expected > 0;
}
