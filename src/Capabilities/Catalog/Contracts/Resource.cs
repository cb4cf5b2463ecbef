using System.Text.Json.Serialization;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Contracts;

/// <summary>信息项: one item of a resource.</summary>
/// <param name="Name">Name in data, unique in the resource.</param>
/// <param name="Title">Title.</param>
/// <param name="Type">Data type.</param>
/// <param name="Share">Share class of this item.</param>
/// <param name="Open">Open class of this item.</param>
/// <param name="Privacy">How far it is about persons.</param>
public sealed record ResourceItem(
    string Name, LocalText Title, ItemType Type, ShareClass Share, OpenClass Open, ItemPrivacy Privacy);

/// <summary>The core metadata of the guide of 2017, but for the code and the day of publication, which the catalogue
/// gives.</summary>
public sealed record ResourceDescription
{
    /// <summary>Classification: class 1, item 2, category 3 digits, and digits of detail.</summary>
    public required string Classification { get; init; }
    /// <summary>名称. English may be left empty; then the Chinese is shown.</summary>
    public required LocalText Title { get; init; }
    /// <summary>摘要.</summary>
    public required LocalText Summary { get; init; }
    /// <summary>提供方.</summary>
    public required LocalText Provider { get; init; }
    /// <summary>提供方代码: unified social credit code, or null where it is not known yet.</summary>
    public string? ProviderCode { get; init; }
    /// <summary>格式.</summary>
    public IReadOnlyList<ResourceFormat> Formats { get; init; } = [];
    /// <summary>信息项.</summary>
    public IReadOnlyList<ResourceItem> Items { get; init; } = [];
    /// <summary>共享类型.</summary>
    public ShareClass Share { get; init; }
    /// <summary>共享条件; needed where sharing is conditional.</summary>
    public string? ShareCondition { get; init; }
    /// <summary>共享方式.</summary>
    public ShareMethod ShareMethod { get; init; }
    /// <summary>Law, administrative regulation or order on which not sharing rests; needed where it is not
    /// shared.</summary>
    public string? LegalBasis { get; init; }
    /// <summary>是否向社会开放.</summary>
    public OpenClass Open { get; init; }
    /// <summary>开放条件; needed where opening is conditional.</summary>
    public string? OpenCondition { get; init; }
    /// <summary>更新周期.</summary>
    public UpdateCycle Cycle { get; init; } = UpdateCycle.Irregular;
    /// <summary>关联资源代码.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];
    /// <summary>Region that the resource belongs to, or null for the whole city.</summary>
    public string? Region { get; init; }
    /// <summary>Further words it is found by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];
}

/// <summary>A resource as a reader sees it.</summary>
public sealed record Resource
{
    /// <summary>Code: classification, slash, six digits.</summary>
    public required string Code { get; init; }
    /// <summary>Where it stands.</summary>
    public required ResourceState State { get; init; }
    /// <summary>Grows with every change; for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
    /// <summary>Number of the version shown.</summary>
    public required long Number { get; init; }
    /// <summary>The published description; the draft where nothing is published.</summary>
    public required ResourceDescription Description { get; init; }
    /// <summary>The draft beside the published version, for readers of drafts; else null.</summary>
    public ResourceDescription? Draft { get; init; }
    /// <summary>What keeps the draft from being handed in, for readers of drafts; none when it is whole.</summary>
    [JsonIgnore]
    public IReadOnlyList<DescriptionFault> DraftFaults { get; init; } = [];
    /// <summary>The same as field and code.</summary>
    public IReadOnlyList<UnfinishedPart> Unfinished =>
        [.. DraftFaults.Select(f => new UnfinishedPart(f.Field, f.Error.Code))];
    /// <summary>Name of the source behind it (a register <c>pack:table</c>), or null.</summary>
    public string? Source { get; init; }
    /// <summary>Region whose catalogue reported it, or null where it is this catalogue's own. What is reported is
    /// changed where it comes from.</summary>
    public string? ReportedBy { get; init; }
    /// <summary>Its code in the catalogue that reported it, or null.</summary>
    public string? ReportedCode { get; init; }
    /// <summary>When it was published last, or null.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
    /// <summary>When anything of it changed last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
    /// <summary>When its data was last really written, or null.</summary>
    public DateTimeOffset? LastWriteAt { get; init; }
    /// <summary>Whether its update cycle is kept.</summary>
    public Timeliness Timeliness { get; init; } = Timeliness.Unknown;
    /// <summary>True when it is in the public catalogue.</summary>
    public bool IsPublic => State is ResourceState.Published or ResourceState.Changed or ResourceState.ChangeReview;
}

/// <summary>A part of a draft that has to be mended before it is handed in.</summary>
/// <param name="Field">Path of the field.</param>
/// <param name="Code">Code of what is wrong.</param>
public sealed record UnfinishedPart(string Field, string Code);

/// <summary>A version of a resource.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Description">What it said.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="PublishedAt">When it was published, or null.</param>
public sealed record ResourceVersion(
    long Number, ResourceDescription Description, string Author, string? Reason, DateTimeOffset WrittenAt,
    DateTimeOffset? PublishedAt);

/// <summary>One place in which two versions differ.</summary>
/// <param name="Field">Dotted path: <c>title.zh</c>, <c>items.name.type</c>.</param>
/// <param name="Before">What stood there, or null for nothing.</param>
/// <param name="After">What stands there, or null for nothing.</param>
public sealed record Difference(string Field, string? Before, string? After);

/// <summary>A fault of a description.</summary>
/// <param name="Field">Path of the field.</param>
/// <param name="Error">What is wrong.</param>
public sealed record DescriptionFault(string Field, Error Error);

/// <summary>What came of a write: the resource, or the faults that refused it. A draft is written with parts missing;
/// <see cref="Resource.DraftFaults"/> tells which, and it cannot be handed in until they are mended.</summary>
/// <param name="Resource">The resource, or null when refused.</param>
/// <param name="Faults">Faults; empty on success.</param>
public sealed record CatalogOutcome(Resource? Resource, IReadOnlyList<DescriptionFault> Faults);
