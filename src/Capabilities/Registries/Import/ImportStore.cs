using System.Text;
using System.Text.Json;
using Dapper;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Lingnan.Registries.Import;

/// <summary>Keeps imports and what they refused.</summary>
internal sealed class ImportStore(IDataProtectionProvider protection)
{
    private const string Select =
        "SELECT job_id AS JobId, register AS Register, request AS Request, file_bytes AS FileBytes, started_by AS StartedBy, owner_id AS OwnerId, error AS Error, created_at AS CreatedAt FROM registries_imports";

    private readonly IDataProtector _sealer = protection.CreateProtector("registries.import.rows");

    internal sealed class KeptImport
    {
        public string JobId { get; init; } = "";
        public string Register { get; init; } = "";
        public string Request { get; init; } = "";
        public long FileBytes { get; init; }
        public string StartedBy { get; init; } = "";
        public string OwnerId { get; init; } = "";
        public string? Error { get; init; }
        public long CreatedAt { get; init; }
    }

    internal sealed class KeptFault
    {
        public long Line { get; init; }
        public string? ColumnName { get; init; }
        public string? Value { get; init; }
        public string? Field { get; init; }
        public string Code { get; init; } = "";
        public string Args { get; init; } = "";

        public RefusedValue ToRefused() =>
            new(Line, ColumnName, Value, new FieldFault(Field, ImportStore.ReadError(Code, Args)));
    }

    public static Task AddAsync(
        DbSession session, string jobId, ImportRequest request, long bytes, Caller caller, long at) =>
        session.Connection.ExecuteAsync(
            """
            INSERT INTO registries_imports (job_id, register, request, file_bytes, started_by, owner_id, created_at)
            VALUES (@jobId, @Register, @json, @bytes, @Name, @AccountId, @at)
            """,
            new { jobId, request.Register, json = JsonSerializer.Serialize(request), bytes, caller.Name,
                caller.AccountId, at }, session.Transaction);

    public static Task<KeptImport?> FindAsync(DbSession session, string jobId) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptImport>(
            $"{Select} WHERE job_id = @jobId", new { jobId }, session.Transaction);

    public static async Task<IReadOnlyList<KeptImport>> ListAsync(
        DbSession session, string? register, string? ownerId, int limit) =>
    [
        .. await session.Connection.QueryAsync<KeptImport>(
            $"{Select} WHERE 1 = 1 {(register is null ? "" : "AND register = @register")} {(ownerId is null ? "" : "AND owner_id = @ownerId")} ORDER BY created_at DESC, job_id DESC LIMIT @limit",
            new { register, ownerId, limit }, session.Transaction),
    ];

    public static Task SetErrorAsync(DbSession session, string jobId, Error error) => session.Connection.ExecuteAsync(
        "UPDATE registries_imports SET error = @json WHERE job_id = @jobId", new { jobId, json = WriteError(error) },
        session.Transaction);

    /// <summary>Keeps refused rows whole (sealed) and their faults with masked values.</summary>
    public async Task AddRefusedAsync(
        DbSession session, string jobId, ColumnMap map, IReadOnlyList<RefusedRow> rows,
        CancellationToken cancellationToken)
    {
        foreach (var refused in rows)
        {
            var cells = JsonSerializer.SerializeToUtf8Bytes(
                refused.Row.Cells.Select(c => c.IsAbsent ? (object)false : c.Text));
            await session.Connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO registries_import_rows (job_id, line, cells) VALUES (@jobId, @Line, @sealedCells)",
                new { jobId, refused.Row.Line, sealedCells = _sealer.Protect(cells) }, session.Transaction,
                cancellationToken: cancellationToken));
            for (var part = 0; part < refused.Faults.Count; part++)
            {
                var fault = refused.Faults[part];
                await session.Connection.ExecuteAsync(new CommandDefinition(
                    "INSERT INTO registries_import_faults (job_id, line, part, column_name, value, field, code, args) VALUES (@jobId, @Line, @part, @column, @value, @Field, @Code, @args)",
                    new
                    {
                        jobId, refused.Row.Line, part, column = map.HeaderOf(fault.Field),
                        value = Shown(map, refused.Row, fault.Field),
                        fault.Field, fault.Error.Code, args = JsonSerializer.Serialize(fault.Error.Args),
                    },
                    session.Transaction, cancellationToken: cancellationToken));
            }
        }
    }

    public static async Task<IReadOnlyList<KeptFault>> FaultsAsync(
        DbSession session, string jobId, long fromLine, int lines) =>
    [
        .. await session.Connection.QueryAsync<KeptFault>(
            """
            SELECT line AS Line, column_name AS ColumnName, value AS Value, field AS Field, code AS Code, args AS Args
            FROM registries_import_faults WHERE job_id = @jobId AND line IN (
              SELECT line FROM registries_import_rows WHERE job_id = @jobId AND line >= @fromLine ORDER BY line LIMIT @lines)
            ORDER BY line, part
            """,
            new { jobId, fromLine, lines }, session.Transaction),
    ];

    public static async Task<IReadOnlyList<(string? Column, string Code, long Count)>> RulesAsync(
        DbSession session, string jobId) =>
    [
        .. await session.Connection.QueryAsync<(string?, string, long)>(
            """
            SELECT column_name, code, COUNT(*) FROM registries_import_faults WHERE job_id = @jobId
            GROUP BY column_name, code ORDER BY COUNT(*) DESC, code, column_name
            """,
            new { jobId }, session.Transaction),
    ];

    public async Task<IReadOnlyList<(long Line, IReadOnlyList<TableCell> Cells)>> RowsAsync(
        DbSession session, string jobId, long afterLine, int limit)
    {
        var rows = await session.Connection.QueryAsync<(long Line, byte[] Cells)>(
            "SELECT line, cells FROM registries_import_rows WHERE job_id = @jobId AND line > @afterLine ORDER BY line LIMIT @limit",
            new { jobId, afterLine, limit }, session.Transaction);
        return [.. rows.Select(r => (r.Line, ReadCells(_sealer.Unprotect(r.Cells))))];
    }

    // A text, null for an empty cell, false for a column that the row does not speak of.
    private static IReadOnlyList<TableCell> ReadCells(byte[] json) =>
    [
        .. JsonSerializer.Deserialize<JsonElement[]>(json)!.Select(c =>
            c.ValueKind == JsonValueKind.False ? new TableCell(null, IsAbsent: true) : new TableCell(c.GetString())),
    ];

    /// <summary>Remembers the key of a trial's row; the line that had it before, or null when it is new.</summary>
    public static async Task<long?> SeenKeyAsync(DbSession session, string jobId, string keyHash, long line)
    {
        var added = await session.Connection.ExecuteAsync(
            "INSERT INTO registries_import_keys (job_id, key_hash, line) VALUES (@jobId, @keyHash, @line) ON CONFLICT DO NOTHING",
            new { jobId, keyHash, line }, session.Transaction);
        return added == 1 ? null : await session.Connection.ExecuteScalarAsync<long>(
            "SELECT line FROM registries_import_keys WHERE job_id = @jobId AND key_hash = @keyHash",
            new { jobId, keyHash }, session.Transaction);
    }

    /// <summary>True when a row of the trial has this key.</summary>
    public static async Task<bool> IsKeySeenAsync(DbSession session, string jobId, string keyHash) =>
        await session.Connection.ExecuteScalarAsync<long?>(
            "SELECT line FROM registries_import_keys WHERE job_id = @jobId AND key_hash = @keyHash",
            new { jobId, keyHash }, session.Transaction) is not null;

    /// <summary>Forgets the keys of an ended trial.</summary>
    public static Task ForgetKeysAsync(DbSession session, string jobId) => session.Connection.ExecuteAsync(
        "DELETE FROM registries_import_keys WHERE job_id = @jobId", new { jobId }, session.Transaction);

    /// <summary>Removes refused rows of imports begun before the instant; the counts stay with the import.</summary>
    public static Task<int> PurgeAsync(DbSession session, long before) => session.Connection.ExecuteAsync(
        """
        DELETE FROM registries_import_rows WHERE job_id IN (SELECT job_id FROM registries_imports WHERE created_at < @before);
        DELETE FROM registries_import_faults WHERE job_id IN (SELECT job_id FROM registries_imports WHERE created_at < @before);
        """,
        new { before }, session.Transaction);

    public static string WriteError(Error error) => JsonSerializer.Serialize(new { error.Code, error.Args });

    public static Error ReadError(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadError(
            document.RootElement.GetProperty("Code").GetString()!,
            document.RootElement.GetProperty("Args").GetRawText());
    }

    private static Error ReadError(string code, string argsJson)
    {
        var args = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(argsJson)!;
        return new Error(code, args.ToDictionary(a => a.Key, a => (object?)a.Value.ToString()));
    }

    // The value as it was read; a personal one masked as crudely as any reader without purpose would see it.
    private static string? Shown(ColumnMap map, TableRow row, string? field)
    {
        if (field is null || map.HeaderOf(field) is not { } header) return null;
        var column = map.Headers.ToList().IndexOf(header);
        if (column >= row.Cells.Count || row.Cells[column].Text is not { } text) return null;
        if (map.Field(column)!.Privacy is Privacy.Personal or Privacy.Sealed) return MaskRaw(text);
        return Cut(text);
    }

    // What broke a rule may be no lawful value, so its own mask cannot be asked; the ends alone tell it apart.
    private static string MaskRaw(string text)
    {
        var runes = text.EnumerateRunes().Take(ImportLimits.ShownValueMax).ToList();
        if (runes.Count <= 2) return "*";
        return $"{runes[0]}{new string('*', Math.Min(runes.Count - 2, 12))}{runes[^1]}";
    }

    private static string Cut(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(ImportLimits.ShownValueMax))
            shown.Append(Rune.IsControl(rune) ? "�" : rune.ToString());
        return shown.ToString();
    }
}
