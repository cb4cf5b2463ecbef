using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Registries.Endpoints;

/// <summary>A row as posted. Values are texts; numbers are taken as they are written.</summary>
/// <param name="Id">Row to change, or null to find it by its key or make it.</param>
/// <param name="Values">By field name.</param>
/// <param name="ExpectedVersion">Version the writer saw, or null.</param>
/// <param name="Reason">Why.</param>
/// <param name="ValidFrom">First day for which the values hold, or null.</param>
/// <param name="ValidTo">First day for which they no longer hold (exclusive), or null.</param>
/// <param name="Source">Code of the source that says so, or null.</param>
/// <param name="SourceKey">The source's own key of the row, or null.</param>
internal sealed record RowBody(
    string? Id, Dictionary<string, JsonElement>? Values, int? ExpectedVersion, string? Reason,
    DateOnly? ValidFrom = null, DateOnly? ValidTo = null, string? Source = null, string? SourceKey = null)
{
    public ValidPeriod? Effective() => ValidFrom is null && ValidTo is null ? null : new(ValidFrom, ValidTo);
}

/// <summary>Reads what requests ask for.</summary>
internal static class RecordRequests
{
    /// <summary><c>?where=…&amp;filter=field:op:value&amp;fields=a,b&amp;sort=-a,b&amp;search=…&amp;cursor=…</c>
    /// <c>&amp;limit=50&amp;total=true&amp;unmask=true&amp;bbox=…&amp;near=…</c>.</summary>
    public static Result<RecordQuery> Query(HttpRequest request)
    {
        var filters = new List<RecordFilter>();
        foreach (var text in request.Query["filter"])
        {
            var parts = (text ?? "").Split(':', 3);
            if (parts.Length != 3) return RegistriesErrors.FilterShape(text ?? "");
            filters.Add(new(parts[0], parts[1], parts[2]));
        }
        var limit = 50;
        if (One(request, "limit") is { } asked
            && !int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
            return RegistriesErrors.LimitOutOfRange();
        var asOf = AsOf(request);
        if (!asOf.IsOk) return asOf.Error;
        var place = Shapes.PlaceRequests.Read(request);
        if (!place.IsOk) return place.Error;
        return new RecordQuery
        {
            Place = place.Value,
            AsOf = asOf.Value.IsNow ? null : asOf.Value,
            Filters = filters,
            Search = One(request, "search"),
            Where = One(request, "where"),
            Sorts = [.. Names(request, "sort").Select(s => new RecordSort(s.TrimStart('-'), s.StartsWith('-')))],
            Fields = One(request, "fields") is null ? null : [.. Names(request, "fields")],
            Cursor = One(request, "cursor"),
            Limit = limit,
            CountTotal = IsTrue(request, "total"),
            Unmask = IsTrue(request, "unmask"),
        };
    }

    /// <summary><c>?before=12&amp;limit=50</c>: versions with smaller numbers, at most so many.</summary>
    public static Result<VersionRange> Versions(HttpRequest request)
    {
        if (Whole(request, "limit", 50) is not (>= 1 and <= RegistriesLimits.PageRowsMax and var limit))
            return RegistriesErrors.LimitOutOfRange();
        if (One(request, "before") is null) return new VersionRange(null, limit);
        return Whole(request, "before", 0) is { } before ? new VersionRange(before, limit) : RegistriesErrors.BadCursor();
    }

    /// <summary><c>?asOf=2026-01-01T08:00:00+08:00&amp;validAt=2025-05-01</c>: what was recorded by then, of how
    /// things stood on that day.</summary>
    public static Result<AsOf> AsOf(HttpRequest request)
    {
        DateTimeOffset? known = null;
        DateOnly? day = null;
        if (One(request, "asOf") is { } at)
        {
            // A plus sign in a query is a space unless it was encoded; everyone forgets that once.
            if (!DateTimeOffset.TryParseExact(
                at.Replace(' ', '+'), ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                return RegistriesErrors.BadInstant("asOf");
            known = instant;
        }
        if (One(request, "validAt") is { } on)
        {
            if (!DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))
                return RegistriesErrors.BadDay("validAt");
            day = d;
        }
        return new AsOf(known, day);
    }

    /// <summary>A whole number; null when something else is written.</summary>
    public static int? Whole(HttpRequest request, string name, int otherwise) =>
        One(request, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Names separated by commas.</summary>
    public static string[] Names(HttpRequest request, string name) =>
        (One(request, name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The format of an export where one is wanted by its media type: one row on each line, or features; as
    /// many as there are.</summary>
    public static string? WantedStream(HttpRequest request) =>
        Accepts(request, "application/x-ndjson") ? "jsonl"
        : Accepts(request, "application/geo+json") ? "geojson" : null;

    private static bool Accepts(HttpRequest request, string type) =>
        request.Headers.Accept.Any(a => a?.Contains(type, StringComparison.OrdinalIgnoreCase) == true);

    public static bool IsTrue(HttpRequest request, string name) => One(request, name) is "true" or "1";

    public static string? One(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } text
        ? text
        : null;

    /// <summary>The declared purpose, or null. Headers carry ASCII, so the words come percent-encoded.</summary>
    public static AccessPurpose? Purpose(HttpRequest request) =>
        Header(request, AccessPurpose.PurposeHeader) is { } words
        ? new(
            Uri.UnescapeDataString(words),
            Header(request, AccessPurpose.CaseHeader) is { } number ? Uri.UnescapeDataString(number) : null)
        : null;

    /// <summary>Version in <c>If-Match</c>; null when absent or <c>*</c>. A version that was read in an earlier shape
    /// of the register is refused: who replaces a row would empty the fields they have never seen.</summary>
    public static Result<int?> IfMatch(HttpRequest request, RegistryDeclaration register)
    {
        if (Header(request, "If-Match") is not { } tag || tag == "*") return Result<int?>.Ok(null);
        var parts = tag.Trim('"').Split('.', 2);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return RegistriesErrors.BadVersion();
        var seen = parts.Length > 1 ? parts[1] : "";
        return seen == Shape(register) ? Result<int?>.Ok(version) : RegistriesErrors.ShapeChanged(register.Name);
    }

    /// <summary>Version of a row and, once the register is no longer as it was first declared, its shape.</summary>
    public static string Tag(RegistryDeclaration register, int version)
    {
        var number = version.ToString(CultureInfo.InvariantCulture);
        return Shape(register) is { Length: > 0 } shape ? $"\"{number}.{shape}\"" : $"\"{number}\"";
    }

    // Fields may be added without a step, which a higher version of the declaration tells.
    private static string Shape(RegistryDeclaration register)
    {
        var step = register.Changes.Count == 0 ? 0 : register.Changes[^1].Step;
        return register.Version == 1 && step == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{register.Version}-{step}");
    }

    /// <summary>Texts of a body; null when it is no row. Objects stand for geometries only.</summary>
    public static Dictionary<string, string?>? Texts(RegistryDeclaration register, RowBody body)
    {
        if (body.Values is null) return null;
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in body.Values)
        {
            if (value.ValueKind == JsonValueKind.Object
                && register.Fields.Any(f => f.Name == name && f.Type == FieldType.Geometry))
            {
                texts[name] = value.GetRawText();
                continue;
            }
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                or JsonValueKind.True or JsonValueKind.False) return null;
            texts[name] = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        return texts;
    }

    /// <summary>The key of a request that may be sent twice, or null.</summary>
    public static Result<string?> Key(HttpRequest request) =>
        Header(request, "Idempotency-Key") is not { } key ? Result<string?>.Ok(null)
        : key.Length > RegistriesLimits.IdempotencyKeyMax ? RegistriesErrors.KeyTooLong() : key;

    /// <summary>The key of a request that may be sent twice, with a digest of what it asks.</summary>
    public static Result<IdempotencyKey?> Idempotency(
        HttpRequest request, Caller caller, RegistryDeclaration register, RowBody body)
    {
        var given = Key(request);
        if (!given.IsOk) return given.Error;
        if (given.Value is not { } key) return Result<IdempotencyKey?>.Ok(null);
        var asked = JsonSerializer.Serialize(new
        {
            register.Name, body.Id, body.ExpectedVersion, body.Reason, body.ValidFrom, body.ValidTo,
            body.Source, body.SourceKey,
            Values = body.Values?.OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => new { v.Key, Text = v.Value.GetRawText() }),
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
        return new IdempotencyKey(caller.AccountId, key, hash);
    }

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } text
        ? text
        : null;
}
