using System.Text.Json;
using Lingnan.Registries.Contracts;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Import;

/// <summary>What the job is asked: the import, and who asked with the grants of that moment.</summary>
internal sealed record ImportArgs(ImportRequest Request, Caller Caller);

/// <summary>How far an import is; the checkpoint kept with the rows it stands for.</summary>
internal sealed record ImportState(
    long LastLine, long Rows, long Created, long Changed, long Unchanged, long Refused, long Matched = 0,
    long Review = 0)
{
    public static readonly ImportState Begin = new(0, 0, 0, 0, 0, 0);

    public static ImportState Of(string? progressJson) =>
        progressJson is null ? Begin : JsonSerializer.Deserialize<ImportState>(progressJson)!;
}

/// <summary>A refused row, to be kept.</summary>
internal sealed record RefusedRow(TableRow Row, IReadOnlyList<FieldFault> Faults);
