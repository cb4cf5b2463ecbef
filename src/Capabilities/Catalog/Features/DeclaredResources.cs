using System.Security.Cryptography;
using System.Text;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>Makes resources of what is declared. A changed declaration becomes a draft beside the published version and
/// waits for a person to publish it.</summary>
internal sealed class DeclaredResources(
    IDatabase database, WriteResource write, IEnumerable<IResourceSource> sources) : IDeclaredResources
{
    private const int SummaryRows = 500;
    private static readonly Caller Platform = Caller.System("catalog");

    public async Task<int> EnsureAsync(CancellationToken cancellationToken = default)
    {
        await SummarizeAsync(cancellationToken);
        var changed = 0;
        foreach (var declared in sources.SelectMany(s => s.Resources))
            if (await EnsureAsync(declared, cancellationToken)) changed++;
        return changed;
    }

    // A city that is older than summaries gets them at its next start.
    private async Task SummarizeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var session = await database.WriteAsync(cancellationToken);
            var missing = await SummaryStore.MissingAsync(session, SummaryRows);
            if (missing.Count == 0) return;
            foreach (var code in missing) await SummaryStore.KeepAsync(session, code);
            session.Unaudited("Counts what is kept already.");
            await session.CommitAsync(cancellationToken);
        }
    }

    private async Task<bool> EnsureAsync(DeclaredResource declared, CancellationToken cancellationToken)
    {
        var description = Descriptions.Tidy(declared.Description);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Descriptions.Write(description))));
        // Compared with what was declared before, not with what stands there: people may have bettered it since.
        await using (var reading = await database.PeekAsync(cancellationToken))
            if (await ResourceStore.DeclaredHashAsync(reading, declared.Source) == hash) return false;
        await using var session = await database.WriteAsync(cancellationToken);
        var existing = await ResourceStore.OfSourceAsync(session, declared.Source);
        if (existing is null)
        {
            var state = declared.Listed ? ResourceState.Published : ResourceState.Draft;
            var code = await write.AddAsync(session, description, declared.Source, state, Platform, null);
            if (!code.IsOk) throw new FaultException(code.Error);
        }
        else
        {
            // What is in review stays as it was handed in, what was withdrawn stays so; asked again at the next start.
            if (existing.State == ResourceState.Withdrawn
                || Lifecycle.Next(existing.State, ResourceAction.Edit) is not { } next) return false;
            await write.DraftAsync(session, existing, next, Fitted(existing, description), Platform, null);
        }
        await ResourceStore.SetDeclaredHashAsync(session, declared.Source, hash);
        await session.CommitAsync(cancellationToken);
        return true;
    }

    // The code was given for the first classification and does not change; what a declaration does not speak of stays
    // as people wrote it.
    private static ResourceDescription Fitted(StoredResource existing, ResourceDescription declared)
    {
        var before = Descriptions.Read(existing.LatestBody);
        return declared with
        {
            Classification = before.Classification,
            ProviderCode = declared.ProviderCode ?? before.ProviderCode,
            Related = declared.Related.Count > 0 ? declared.Related : before.Related,
            Keywords = declared.Keywords.Count > 0 ? declared.Keywords : before.Keywords,
            Region = declared.Region ?? before.Region,
        };
    }
}
