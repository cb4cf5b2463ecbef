using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Storage;

/// <summary>A resource as kept, with the body of the version shown.</summary>
internal sealed class StoredResource
{
    public string Code { get; init; } = "";
    public string? Source { get; init; }
    public string StateName { get; init; } = "";
    public long Version { get; init; }
    public long? PublishedNumber { get; init; }
    public long LatestNumber { get; init; }
    public long? PublishedAt { get; init; }
    public long CreatedAt { get; init; }
    public long ChangedAt { get; init; }
    public long ChangeNumber { get; init; }
    public string Body { get; init; } = "";

    /// <summary>The version worked on beside the published one, where there is one.</summary>
    public string? DraftBody { get; init; }

    public long? LastWriteAt { get; init; }
    public string? ReportedBy { get; init; }
    public string? ReportedCode { get; init; }

    public string LatestBody => DraftBody ?? Body;

    public ResourceState State => Enum.Parse<ResourceState>(StateName);

    public Resource ToResource(bool withDraft, DateTimeOffset now)
    {
        var description = Descriptions.Read(Body);
        var written = LastWriteAt is { } at ? Instant.FromMicros(at) : (DateTimeOffset?)null;
        return new Resource
        {
            Code = Code,
            State = State,
            Version = Version,
            Number = PublishedNumber ?? LatestNumber,
            Description = description,
            Draft = withDraft && DraftBody is { } draft ? Descriptions.Read(draft) : null,
            DraftFaults = withDraft && Lifecycle.HasDraft(State)
                ? DescriptionRules.CheckWhole(Descriptions.Read(LatestBody)) : [],
            Source = Source,
            ReportedBy = ReportedBy,
            ReportedCode = ReportedCode,
            PublishedAt = PublishedAt is { } day ? Instant.FromMicros(day) : null,
            ChangedAt = Instant.FromMicros(ChangedAt),
            LastWriteAt = written,
            Timeliness = Freshness.Of(description.Cycle, Source is not null, written, now),
        };
    }
}
