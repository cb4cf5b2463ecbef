using System.Globalization;

namespace Lingnan.Bench;

/// <summary>What a bench is run on.</summary>
/// <param name="Preset">Synthetic city to fill where there is none yet.</param>
/// <param name="Database">A PostgreSQL database that stays, with the folder of its city; null for one that is made
/// for this run and dropped after it.</param>
/// <param name="Data">Folder of the city that stays.</param>
/// <param name="Rows">How many rows a bench that makes its own has, or null for its usual number.</param>
internal sealed record BenchOptions(string Preset, string? Database, string? Data, int? Rows)
{
    public const string Usage = "[--preset town|dongguan|guangzhou] [--database postgres://… --data FOLDER] [--rows N]";

    /// <summary>The options, or null when they cannot be read.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions("town", null, null, null);
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            switch (args[i])
            {
                case "--preset": options = options with { Preset = args[i + 1] }; break;
                case "--database": options = options with { Database = args[i + 1] }; break;
                case "--data": options = options with { Data = args[i + 1] }; break;
                case "--rows" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var rows):
                    options = options with { Rows = rows };
                    break;
                default: return null;
            }
        }
        return args.Count % 2 == 0 && options.Database is null == options.Data is null ? options : null;
    }
}
