using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Lingnan.Registries.Shapes;
using Lingnan.Registries.Tests.Shapes;
using Microsoft.AspNetCore.Http;
using Xunit;
using Record = Lingnan.Registries.Contracts.Record;

namespace Lingnan.Registries.Tests;

public sealed class RecordJsonTests
{
    private static readonly JsonSerializerOptions Serializer = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private static readonly string[] Pieces =
        ["a", "B", " ", "张", "𠮷", "<", ">", "&", "\"", "'", "\\", "/", "\n", "\u2028", "é"];

    private static readonly Gen<string> Texts =
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Select(string.Concat);

    private static readonly Gen<DateOnly?> Days = Gen.Int[0, 40_000].Nullable().Select(d => d is { } n
        ? (DateOnly?)DateOnly.FromDayNumber(700_000 + n)
        : null);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 4_000_000_000_000_000].Select(
        micros => DateTimeOffset.UnixEpoch.AddMicroseconds(micros));

    private static readonly Gen<object?> Values = Gen.OneOf(
        Texts.Select(t => (object?)t), Gen.Decimal.Select(d => (object?)d), Days.Select(d => (object?)d),
        Gen.Int[1, 9].Select(n => (object?)ShapeText.Read(Layers.Box(113, 23, 113 + n / 7.0, 24)).Value));

    private static readonly Gen<Record> Records = Gen.Select(
        Gen.Select(Texts, Gen.Int[1, 99], Times, Texts), Gen.Dictionary(Texts, Values)[0, 5], Texts.Array[0, 3],
        Gen.Select(Days, Days, Gen.Bool), Gen.Dictionary(Texts, Texts)[0, 2])
        .Select((head, values, names, tail, causes) =>
            new Record(head.Item1, head.Item2, head.Item3, head.Item4, values, names.ToHashSet())
            {
                ValidFrom = tail.Item1, ValidTo = tail.Item2, IsErased = tail.Item3,
                DistanceM = tail.Item3 ? 12.25 * head.Item2 : null,
                Doubted = tail.Item3 ? names.ToHashSet() : null, Unreadable = causes.Count > 0 ? causes : null,
            });

    [Fact]
    public Task A_row_is_what_the_serializer_makes_of_it() => Records.SampleAsync(async record =>
        Assert.Equal(JsonSerializer.Serialize(record, Serializer), await WrittenAsync(RecordJson.Of(record))));

    [Fact]
    public Task A_page_is_what_the_serializer_makes_of_it() =>
        Gen.Select(Records.Array[0, 3], Texts.Null(), Gen.Long.Nullable()).SampleAsync(async (records, next, total) =>
            Assert.Equal(
                JsonSerializer.Serialize(new PageAnswer(records, next, total), Serializer),
                await WrittenAsync(RecordJson.Of(new RecordPage(records, next, total)))));

    [Fact]
    public Task A_history_is_what_the_serializer_makes_of_it() =>
        Gen.Select(Records, Texts, Texts.Null(), Texts.Array[0, 3], Times).SampleAsync(
            async (record, action, reason, changed, at) =>
            {
                RecordVersion[] versions =
                [
                    new(record, action, reason, changed), new(record, action, reason, changed) { SupersededAt = at },
                ];
                Assert.Equal(
                    JsonSerializer.Serialize(versions, Serializer), await WrittenAsync(RecordJson.Of(versions)));
            });

    private static async Task<string> WrittenAsync(IResult result)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await result.ExecuteAsync(http);
        await http.Response.CompleteAsync();
        Assert.Equal("application/json; charset=utf-8", http.Response.ContentType);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}
