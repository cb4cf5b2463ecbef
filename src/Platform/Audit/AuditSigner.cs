using System.Security.Cryptography;
using System.Text;

namespace Lingnan.Platform.Audit;

/// <summary>The city's key for checkpoints: ECDSA on P-256, made at first use, kept beside the other keys.</summary>
internal sealed class AuditSigner : IDisposable
{
    private readonly ECDsa _key;

    public AuditSigner(CityOptions city)
    {
        var folder = System.IO.Path.Combine(city.DataFolder, "keys");
        var path = System.IO.Path.Combine(folder, "audit-signing.pem");
        KeyFiles.CreateFolder(folder);
        _key = ECDsa.Create();
        if (File.Exists(path))
        {
            _key.ImportFromPem(File.ReadAllText(path));
        }
        else
        {
            _key.GenerateKey(ECCurve.NamedCurves.nistP256);
            KeyFiles.Write(path, Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        KeyId = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>First half of the public key's hash.</summary>
    public string KeyId { get; }

    // One ECDsa object is not safe for two threads at once.
    public byte[] Sign(byte[] content)
    {
        lock (_key) return _key.SignData(content, HashAlgorithmName.SHA256);
    }

    public bool Verify(byte[] content, byte[] signature)
    {
        lock (_key) return _key.VerifyData(content, signature, HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();
}
