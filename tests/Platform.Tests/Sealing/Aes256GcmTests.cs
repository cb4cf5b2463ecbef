using CsCheck;
using Lingnan.Platform.Sealing;
using Xunit;

namespace Lingnan.Platform.Tests.Sealing;

public sealed class Aes256GcmTests
{
    private static readonly Gen<byte[]>
        Keys = Gen.Byte.Array[32], Nonces = Gen.Byte.Array[12], Texts = Gen.Byte.Array[0, 200];

    [Fact]
    public void Both_libraries_write_and_read_the_same_bytes() =>
        Gen.Select(Keys, Nonces, Texts, Texts).Sample((key, nonce, plain, bound) =>
        {
            var (ours, theirs) = (new byte[plain.Length + 16], new byte[plain.Length + 16]);
            Aes256Gcm.Encrypt(key, nonce, plain, bound, ours.AsSpan(0, plain.Length), ours.AsSpan(plain.Length));
            Aes256Gcm.EncryptBySystem(
                key, nonce, plain, bound, theirs.AsSpan(0, plain.Length), theirs.AsSpan(plain.Length));
            Assert.Equal(theirs, ours);

            var (opened, openedBySystem) = (new byte[plain.Length], new byte[plain.Length]);
            Assert.True(Aes256Gcm.TryDecrypt(
                key, nonce, theirs.AsSpan(0, plain.Length), theirs.AsSpan(plain.Length), bound, opened));
            Assert.True(Aes256Gcm.TryDecryptBySystem(
                key, nonce, ours.AsSpan(0, plain.Length), ours.AsSpan(plain.Length), bound, openedBySystem));
            Assert.Equal(plain, opened);
            Assert.Equal(plain, openedBySystem);
        });

    [Fact]
    public void One_altered_bit_opens_nothing() =>
        Gen.Select(Keys, Nonces, Texts, Texts, Gen.Int[0, 100_000]).Sample((key, nonce, plain, bound, at) =>
        {
            var kept = new byte[plain.Length + 16];
            Aes256Gcm.Encrypt(key, nonce, plain, bound, kept.AsSpan(0, plain.Length), kept.AsSpan(plain.Length));
            // Any bit of key, nonce, value, tag or binding.
            byte[][] parts = [key, nonce, kept, bound];
            var bit = at % (parts.Sum(p => p.Length) * 8);
            var part = parts.First(p => bit < p.Length * 8 || (bit -= p.Length * 8) < 0);
            part[bit / 8] ^= (byte)(1 << (bit % 8));

            var opened = plain.ToArray();
            Assert.False(Aes256Gcm.TryDecrypt(
                key, nonce, kept.AsSpan(0, plain.Length), kept.AsSpan(plain.Length), bound, opened));
            Assert.All(opened, b => Assert.Equal(0, b));
        });

    [Fact]
    public void Wrong_lengths_never_reach_the_native_library() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Aes256Gcm.TryDecrypt(new byte[31], new byte[12], [], new byte[16], [], []));
}
