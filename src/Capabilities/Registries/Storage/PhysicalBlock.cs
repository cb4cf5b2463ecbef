using System.Security.Cryptography;
using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Matching.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A hash of what must agree before rows are compared, and the column it is kept in. The column's name follows
/// from the parts, so that a changed declaration never reads hashes of the old one.</summary>
internal sealed record PhysicalBlock(string Name, IReadOnlyList<BlockPart> Parts)
{
    private const string Prefix = "block_";

    public static PhysicalBlock Of(IReadOnlyList<BlockPart> parts)
    {
        var text = string.Join(',', parts.Select(p => $"{p.Field}.{p.Form}"));
        return new(Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8], parts);
    }

    public static bool IsBlock(string column) => column.StartsWith(Prefix, StringComparison.Ordinal);

    public object Hash(PhysicalTable table, object?[] cells) => Blocks.Of(
        Parts, name => Cells.Mark(cells[table.IndexOf(name)]) is { } mark ? new Comparand(mark) : null);
}
