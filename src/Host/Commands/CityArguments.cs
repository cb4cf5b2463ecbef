using System.CommandLine;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary>Options that say which city a command is about, the same for every command.</summary>
internal sealed class CityArguments
{
    public const string NoPreset = "none";

    private readonly Option<string> _preset = new("--preset")
    {
        Description = "Synthetic city: hamlet, town, dongguan or guangzhou; none for production.",
        DefaultValueFactory = _ => "hamlet",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Folder of the city. Default: data/PRESET in the project.",
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "postgres://user:password@host:port/name instead of the embedded SQLite.",
    };

    private readonly Option<string?> _packs = new("--packs") { Description = "Folder with more packs, data only." };

    public CityArguments AddTo(Command command)
    {
        command.Options.Add(_preset);
        command.Options.Add(_data);
        command.Options.Add(_database);
        command.Options.Add(_packs);
        return this;
    }

    public CityOptions Read(ParseResult parsed)
    {
        var preset = parsed.GetValue(_preset)!;
        var folder = parsed.GetValue(_data)
            ?? Path.Combine(ProjectFolder.Path, "data", preset == NoPreset ? "city" : preset);
        return new CityOptions
        {
            DataFolder = Path.GetFullPath(folder),
            DatabaseUrl = parsed.GetValue(_database) ?? Environment.GetEnvironmentVariable("LINGNAN_DATABASE"),
            Preset = preset == NoPreset ? null : preset,
            PacksFolder = parsed.GetValue(_packs) is { } packs ? Path.GetFullPath(packs) : null,
        };
    }
}
