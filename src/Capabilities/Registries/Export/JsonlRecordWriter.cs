using System.Text.Encodings.Web;
using System.Text.Json;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Export;

/// <summary>One JSON object a line, UTF-8 without a mark.</summary>
internal sealed class JsonlRecordWriter(Stream target) : IRecordWriter
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Chinese stays readable, rare characters too; these files are data and never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task WriteAsync(Record record, CancellationToken cancellationToken)
    {
        await target.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
            new { id = record.Id, version = record.Version, recordedAt = record.RecordedAt, values = record.Values,
                masked = record.Masked, unreadable = record.Unreadable }, Options), cancellationToken);
        await target.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
