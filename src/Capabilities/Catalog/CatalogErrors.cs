using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Catalog;

/// <summary>Every error of the catalogue. Words for each code are in <c>Words/</c>, in both languages.</summary>
internal static class CatalogErrors
{
    public static Error NotFound() => new("catalog.resource.not-found");
    public static Error EditForbidden() => new("catalog.edit.forbidden");
    public static Error ReviewForbidden() => new("catalog.review.forbidden");
    public static Error PublishForbidden() => new("catalog.publish.forbidden");
    public static Error NotPossible(ResourceState state, ResourceAction action) => Error.Of(
        "catalog.resource.conflict", ("state", state.ToString()), ("action", action.ToString()));
    public static Error VersionMismatch(long expected, long actual) =>
        Error.Of("catalog.resource.version", ("expected", expected), ("actual", actual));
    public static Error ClassificationFixed(string fixedTo) =>
        Error.Of("catalog.resource.classification-fixed", ("classification", fixedTo));
    public static Error SequenceFull(string prefix) => Error.Of("catalog.code.full", ("prefix", Cut(prefix)));
    public static Error Refused(int faults) => Error.Of("catalog.resource.refused", ("faults", faults));
    public static Error ReasonTooLong() => Error.Of("catalog.reason.too-long", ("max", CatalogLimits.ReasonMax));
    public static Error ReasonMissing() => new("catalog.reason.missing");
    public static Error VersionNotFound(long number) => Error.Of("catalog.version.not-found", ("number", number));

    public static Error Required() => new("catalog.field.required");
    public static Error TooLong(int max) => Error.Of("catalog.field.too-long", ("max", max));
    public static Error TooMany(int max) => Error.Of("catalog.field.too-numerous", ("max", max));
    public static Error ControlCharacter() => new("catalog.field.control-character");
    public static Error BadClassification() => new("catalog.field.classification");
    public static Error BadCode(string code) => Error.Of("catalog.field.code", ("code", Cut(code)));
    public static Error ConditionMissing() => new("catalog.field.condition-missing");
    public static Error LegalBasisMissing() => new("catalog.field.legal-basis-missing");
    public static Error OpenWithoutShare() => new("catalog.field.open-without-share");
    public static Error ProviderCodeMissing() => new("catalog.field.provider-code-missing");
    public static Error NoItems() => new("catalog.items.none");
    public static Error ItemName(int max) => Error.Of("catalog.items.name", ("max", max));
    public static Error ItemTwice(string name) => Error.Of("catalog.items.twice", ("name", Cut(name)));
    public static Error ItemWider(string name) => Error.Of("catalog.items.wider", ("name", Cut(name)));
    public static Error PersonalItemOpen(string name) => Error.Of("catalog.items.personal-open", ("name", Cut(name)));

    public static Error BadCursor() => new("catalog.search.cursor");
    public static Error BadLimit() => Error.Of("catalog.search.limit", ("max", CatalogLimits.PageRowsMax));
    public static Error SearchTooLong() => Error.Of("catalog.search.too-long", ("max", CatalogLimits.SearchMax));
    public static Error TooManyChoices() => Error.Of("catalog.search.choices", ("max", CatalogLimits.FacetValuesMax));
    public static Error BadBody() => new("catalog.body.malformed");
    public static Error BadVersion() => new("catalog.body.if-match");
    public static Error BadNumber() => new("catalog.diff.numbers");
    public static Error BadFormat(string format) => Error.Of("catalog.export.format", ("format", Cut(format)));

    public static Error Reported(string region) => Error.Of("catalog.reported.conflict", ("region", region));
    public static Error BadIncrement() => new("catalog.increment.line");
    public static Error OtherRegion(string region, string reporter) =>
        Error.Of("catalog.increment.region", ("region", Cut(region)), ("reporter", reporter));
    public static Error CodeTaken(string code) => Error.Of("catalog.increment.code-taken", ("code", Cut(code)));
    public static Error BadPosition() => new("catalog.increment.position");
    public static Error BadFeedLimit() =>
        Error.Of("catalog.increment.limit", ("max", CatalogLimits.FeedLinesMax));

    public static Error CascadeNotFound() => new("catalog.cascade.not-found");
    public static Error CascadeNoAddress() => new("catalog.cascade.no-address");
    public static Error CascadeAddress() => Error.Of("catalog.cascade.address", ("max", CatalogLimits.AddressMax));
    public static Error CascadeUnreachable(string address) =>
        Error.Of("catalog.cascade.unreachable", ("detail", Cut(address)));
    public static Error CascadeAnswer(int status) =>
        Error.Of("catalog.cascade.answer", ("detail", status.ToString(CultureInfo.InvariantCulture)));

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];
}
