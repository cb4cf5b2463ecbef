using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>Pages of the log, newest first, by keyset: a page costs the same however deep it lies.</summary>
internal static class AuditReader
{
    private const string Order = "ORDER BY entry_at DESC, chain DESC, sequence DESC LIMIT @limit";

    // As 0002-lean-indexes.sql says it: which entries the index of objects holds.
    private const string OwnIndex =
        "(subject_id IS NULL OR substr(object, length(object) - length(subject_id)) <> '/' || subject_id)";

    public static readonly Error BadCursor = new("platform.audit.cursor.malformed");

    public static async Task<AuditPage> ReadAsync(
        IDatabase database, AuditQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, AuditLimits.PageSize);
        var (conditions, parameters) = Filter(query);
        parameters.Add("limit", limit + 1);
        await using var session = await database.ReadAsync(cancellationToken);
        await using var reader = await session.Connection.ExecuteReaderAsync(new CommandDefinition(
            Page(query.Object, conditions, parameters), parameters, session.Transaction,
            cancellationToken: cancellationToken));
        var items = new List<AuditRecord>(limit);
        var more = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            more = items.Count == limit;
            if (more) break;
            var (row, hash) = AuditRow.Read(reader);
            items.Add(row.ToRecord(hash));
        }

        return new AuditPage(items, more ? Cursor(items[^1]) : null);
    }

    // An object is found by an index of its own, or by that of the person whose row it is.
    private static string Page(string? of, IReadOnlyList<string> conditions, DynamicParameters parameters)
    {
        if (of is null) return One(conditions);
        parameters.Add("object", of);
        List<string> parts = [One([.. conditions, "object = @object", OwnIndex])];
        for (var at = of.IndexOf('/'); at >= 0; at = of.IndexOf('/', at + 1))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"rowOf{parts.Count}");
            parameters.Add(name, of[(at + 1)..]);
            parts.Add(One([.. conditions, "object = @object", "subject_id = @" + name]));
        }
        return $"SELECT * FROM ({string.Join(" UNION ALL ", parts.Select(p => $"SELECT * FROM ({p}) AS part"))}) "
            + $"AS parts {Order}";
    }

    private static string One(IReadOnlyList<string> conditions) =>
        $"SELECT {AuditRow.Columns}, hash FROM platform_audit "
        + (conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)} ") + Order;

    private static (List<string> Conditions, DynamicParameters Parameters) Filter(AuditQuery query)
    {
        var conditions = new List<string>();
        var parameters = new DynamicParameters();
        Add("subject_id = @subject", "subject", query.SubjectId);
        Add("caller_id = @caller", "caller", query.CallerId);
        Add("(caller_id IS NULL OR caller_id <> @exceptCaller)", "exceptCaller", query.ExceptCallerId);
        Add("entry_at >= @from", "from", query.From?.ToMicros());
        Add("entry_at < @to", "to", query.To?.ToMicros());
        if (!string.IsNullOrEmpty(query.ActionPrefix))
        {
            Add("action >= @prefix", "prefix", query.ActionPrefix);
            // Actions are ASCII and compare by bytes, so everything with the prefix is below it followed by the last
            // character.
            Add("action < @prefixEnd", "prefixEnd", query.ActionPrefix + "\U0010FFFF");
        }

        if (query.Cursor is { } cursor)
        {
            var (at, chain, sequence) = Parse(cursor);
            parameters.Add("at", at);
            parameters.Add("chain", chain);
            parameters.Add("sequence", sequence);
            conditions.Add("(entry_at, chain, sequence) < (@at, @chain, @sequence)");
        }

        return (conditions, parameters);

        void Add(string condition, string name, object? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            parameters.Add(name, value);
        }
    }

    private static string Cursor(AuditRecord last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{last.At.ToMicros()}.{last.Partition}.{last.Sequence}")));

    private static (long At, string Chain, long Sequence) Parse(string cursor)
    {
        if (cursor.Length <= 200 && Base64Url.IsValid(cursor))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
            if (parts.Length == 3
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                && !parts[1].Contains('\0'))
                return (at, parts[1], sequence);
        }

        throw new FaultException(BadCursor);
    }
}
