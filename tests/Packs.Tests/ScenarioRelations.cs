using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Packs.Tests;

/// <summary>Steps that follow relations.</summary>
internal static class ScenarioRelations
{
    /// <summary>Follows, and gives back what compares the answer with what the step expects.</summary>
    public static async Task<Result<Action<ScenarioArgs>>> FollowAsync(
        IRelations relations, string verb, RegistryDeclaration register, string id, ScenarioArgs args, Caller caller)
    {
        var question = new WalkQuestion
        {
            Path = args.Text("path"), Depth = 8, ValidAt = args.Day("day"), Unmask = args.Flag("unmask", false),
            Purpose = args.Purpose,
        };
        if (verb == "shares")
        {
            var shares = await relations.SharesAsync(register, id, question, caller);
            return shares.IsOk ? new Action<ScenarioArgs>(e => Check(shares.Value, e)) : shares.Error;
        }
        var walk = await relations.WalkAsync(register, id, question, caller);
        return walk.IsOk ? new Action<ScenarioArgs>(e => Check(walk.Value, e)) : walk.Error;
    }

    private static void Check(WalkAnswer walk, ScenarioArgs expect)
    {
        if (expect.Has("titles"))
            Assert.Equal(
                expect.Texts("titles").Order(StringComparer.Ordinal),
                walk.Nodes.Where(n => n.IsEnd).Select(n => n.Title).Order(StringComparer.Ordinal));
        if (expect.Whole("hidden") is { } hidden) Assert.Equal(hidden, walk.Hidden);
    }

    private static void Check(ShareAnswer shares, ScenarioArgs expect)
    {
        if (expect.Has("holdings"))
            Assert.Equal(
                expect.Values("holdings").Select(h => $"{h.Key} {h.Value}").Order(StringComparer.Ordinal),
                shares.Holdings.Select(h => $"{h.Title} {h.Share.ToString("0.####", CultureInfo.InvariantCulture)}")
                    .Order(StringComparer.Ordinal));
        if (expect.Whole("hidden") is { } hidden) Assert.Equal(hidden, shares.Hidden);
    }
}
