using CsCheck;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Tests;

/// <summary>Random lives of a resource, held against an oracle that knows nothing of states: only what is published,
/// what is drafted, and whether the draft is in review.</summary>
public class LifeTests
{
    private const int Lives = 25;

    private sealed class Oracle
    {
        private string? _published;
        private string? _draft;
        private bool _inReview;
        private string _shown;

        public Oracle(string title) => (_draft, _shown) = (title, title);

        public string? Public => _published;

        /// <summary>What an officer sees first, and the draft beside it.</summary>
        public (string Shown, string? Beside) Officer => (_shown, _published is null ? null : _draft);

        public List<string> History { get; } = [];

        public bool May(ResourceAction action) => action switch
        {
            ResourceAction.Edit => !_inReview,
            ResourceAction.Submit => _draft is not null && !_inReview,
            ResourceAction.Return or ResourceAction.Publish => _inReview,
            ResourceAction.Discard => _published is not null && _draft is not null && !_inReview,
            _ => _published is not null,
        };

        public void Do(ResourceAction action, string title)
        {
            switch (action)
            {
                case ResourceAction.Edit: _draft = title; break;
                case ResourceAction.Submit: _inReview = true; break;
                case ResourceAction.Return: _inReview = false; break;
                case ResourceAction.Publish:
                    (_published, _draft, _inReview) = (_draft, null, false);
                    History.Add(_published!);
                    break;
                case ResourceAction.Discard: _draft = null; break;
                default: (_published, _draft, _inReview) = (null, null, false); break;
            }
            _shown = _published ?? _draft ?? _shown;
        }
    }

    [Fact]
    public async Task Every_life_is_as_the_oracle_tells()
    {
        await using var city = await CatalogCity.CreateAsync(Engine.Sqlite);
        await Gen.Int[0, 9999].Array[10, 40].SampleAsync(
            async walk => await LiveAsync(city, walk), iter: Lives, threads: 1);
    }

    // Mostly what may be done, so that lives go far; at times anything, which has to be refused.
    private static ResourceAction Choose(Oracle oracle, int number)
    {
        var all = Enum.GetValues<ResourceAction>();
        var allowed = number % 5 == 0 ? all : [.. all.Where(oracle.May)];
        return allowed[number / 5 % allowed.Length];
    }

    private static async Task LiveAsync(CatalogCity city, int[] walk)
    {
        var oracle = new Oracle("题目0");
        var code = (await city.MakeAsync(CatalogCity.Sample("题目0"))).Code;
        for (var step = 1; step <= walk.Length; step++)
        {
            var (action, title) = (Choose(oracle, walk[step - 1]), $"题目{step}");
            var before = (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value;
            Assert.Equal(oracle.May(action), city.Catalog.Actions(before, CatalogCity.Root).Contains(action));
            var done = action == ResourceAction.Edit
                ? await city.Catalog.EditAsync(code, CatalogCity.Sample(title), null, null, CatalogCity.Root)
                : await city.Catalog.ActAsync(code, action, null, "因故", CatalogCity.Root);
            Assert.Equal((step, action, oracle.May(action)), (step, action, done.IsOk));
            if (done.IsOk) oracle.Do(action, title);
            await CompareAsync(city, code, oracle);
        }
    }

    private static async Task CompareAsync(CatalogCity city, string code, Oracle oracle)
    {
        var seen = await city.Catalog.GetAsync(code, Caller.Nobody);
        Assert.Equal(oracle.Public, seen.IsOk ? seen.Value.Description.Title.Zh : null);
        var officer = (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value;
        Assert.Equal(oracle.Officer, (officer.Description.Title.Zh, officer.Draft?.Title.Zh));
        var query = new CatalogQuery { Text = code };
        var found = (await city.Catalog.SearchAsync(query, Caller.Nobody)).Value.Items.Where(r => r.Code == code);
        Assert.Equal(oracle.Public, found.SingleOrDefault()?.Description.Title.Zh);
        if (oracle.Public is null) return;
        var versions = (await city.Catalog.VersionsAsync(code, Caller.Nobody)).Value;
        Assert.Equal(oracle.History, versions.Reverse().Select(v => v.Description.Title.Zh));
    }
}
