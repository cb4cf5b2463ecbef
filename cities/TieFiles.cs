using System.Globalization;

namespace Lingnan.Cities;

/// <summary>Files of what ties rows together: holders of companies, branches, employments and residence
/// permits.</summary>
internal sealed class TieFiles(City city)
{
    private const int PersonsForOnePermit = 9;
    private const int PermitAge = 16;

    private readonly Ties _ties = new(city);

    /// <summary>Registers to fill, after those they point to.</summary>
    public IReadOnlyList<(string Register, Action<Stream> Write)> All =>
    [
        ("population:residence-permit", WritePermits),
        ("legal-entities:branch", WriteBranches),
        ("legal-entities:shareholder", WriteHolders),
        ("legal-entities:employment", WriteEmployments),
    ];

    private IEnumerable<int> Entities => Enumerable.Range(0, city.EntityCount);

    private void WritePermits(Stream target) => CityFiles.Write(
        target, ["permitNo", "person", "standardAddress", "division", "issued", "validUntil"],
        city.Persons().Select((p, i) => (Person: p, Index: i)).Where(p => p.Index % PersonsForOnePermit == 4
            && Preset.ReferenceDay.Year - p.Person.BirthDate.Year > PermitAge).Select(p => Permit(p.Person, p.Index)));

    private static string?[] Permit(DemoPerson person, int index)
    {
        var issued = new DateOnly(2025, 1, 1).AddDays(index % 360);
        return CityFiles.Row(
            string.Create(CultureInfo.InvariantCulture, $"JZ{index + 1:D10}"), person.ResidentId, person.Address.No,
            person.Division, CityFiles.Date(issued), CityFiles.Date(issued.AddYears(1)));
    }

    private void WriteBranches(Stream target) => CityFiles.Write(
        target, ["creditCode", "parent", "name", "division", "address", "established", "status"],
        Entities.SelectMany(_ties.BranchesOf).Select(b => CityFiles.Row(
            b.CreditCode, b.Parent, b.Name, b.Address.Division, b.Address.Text, CityFiles.Date(b.Established),
            b.Status)));

    private void WriteHolders(Stream target) => CityFiles.Write(
        target, ["entity", "holder", "holderEntity", "holderPerson", "holderKind", "share"],
        Entities.SelectMany(_ties.HoldersOf).Select(h => CityFiles.Row(
            h.Entity, h.Holder, h.HolderEntity, h.HolderPerson, h.Kind,
            h.Share.ToString(CultureInfo.InvariantCulture))));

    private void WriteEmployments(Stream target) => CityFiles.Write(
        target, ["person", "entity", "division", "post", "startDate", "endDate"],
        city.Persons().SelectMany(_ties.EmploymentsOf).Select(e => CityFiles.Row(
            e.Person, e.Entity, e.Division, e.Post, CityFiles.Date(e.Start),
            e.End is { } end ? CityFiles.Date(end) : null)));
}
