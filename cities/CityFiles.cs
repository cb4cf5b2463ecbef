using System.Globalization;
using CsvHelper;

namespace Lingnan.Cities;

/// <summary>
/// A city as files that its registers import: the headers are the field names of the packs. A share of dirty rows can
/// be strewn in: broken copies of good rows, each wrong in one way, so that the good ones keep their number.
/// </summary>
public sealed class CityFiles(City city, double dirtyShare)
{
    private const ulong DirtSeed = 99;
    private const int SourcedRows = 12;
    private const int SourcedEach = 4;

    private readonly Ties _ties = new(city);

    /// <summary>Registers to fill, in an order in which references find what they point to,
    /// and how to write each.</summary>
    public IReadOnlyList<(string Register, Action<Stream> Write)> All =>
    [
        ("places:division", WriteDivisions),
        ("places:address", WriteAddresses),
        ("population:person", WritePersons),
        ("population:household", WriteHouseholds),
        ("population:residence", WriteResidences),
        ("legal-entities:entity", WriteEntities),
        .. new TieFiles(city).All,
        .. new PackFiles(city).All,
    ];

    /// <summary>A few rows as other departments tell of them, some with another address: so a new city shows where
    /// sources differ.</summary>
    public IReadOnlyList<(string Register, string Source, Action<Stream> Write)> OfSources =>
    [
        ("legal-entities:entity", "state-tax", target => Write(
            target, ["creditCode", "address"], city.Entities().Take(SourcedRows).Select((e, i) => Row(
                e.CreditCode, i % SourcedEach == 0 ? e.Address.Text + "（办税地址）" : e.Address.Text)))),
        ("population:person", "insurance", target => Write(
            target, ["residentId", "address"], city.Persons().Take(SourcedRows).Select((p, i) => Row(
                p.ResidentId, i % SourcedEach == 1 ? p.Address.Text + "（单位宿舍）" : p.Address.Text)))),
    ];

    private void WriteDivisions(Stream target) => Write(
        target, ["code", "name", "level", "parent", "parentName", "city"], city.Divisions.Select(d => Row(
            d.Code, d.Name, Level(d), d.Parent, city.Divisions.FirstOrDefault(p => p.Code == d.Parent)?.Name,
            city.Divisions[0].Name)));

    private void WriteAddresses(Stream target) => Write(
        target, ["addressNo", "division", "road", "number", "building", "room", "fullText"],
        city.Persons().Where(p => p.IsHead).Select(p => Address(p.Address))
        .Concat(city.Entities().Select(e => Address(e.Address))));

    private void WritePersons(Stream target) => Write(
        target,
        ["residentId", "name", "sex", "birthDate", "ethnicGroup", "division", "address", "mobile", "householdNo",
            "relationToHead", "lifeStatus"],
        city.Persons().SelectMany((p, i) => WithDirt(i, Row(
            p.ResidentId, p.Name, p.Sex, Date(p.BirthDate), p.Ethnic, p.Division, p.Address.Text, p.Mobile,
            p.HouseholdNo, p.Relation, "1"))));

    private void WriteHouseholds(Stream target) => Write(
        target, ["householdNo", "division", "address", "standardAddress", "head"],
        city.Persons().Where(p => p.IsHead)
        .Select(p => Row(p.HouseholdNo, p.Division, p.Address.Text, p.Address.No, p.ResidentId)));

    private void WriteResidences(Stream target) => Write(
        target, ["person", "standardAddress", "division", "kind", "startDate"],
        city.Persons().Select(p => Row(p.ResidentId, p.Address.No, p.Division, "1", Date(p.BirthDate))));

    private void WriteEntities(Stream target) => Write(
        target,
        ["creditCode", "name", "kind", "legalRepresentative", "representativePerson", "registeredCapital", "currency",
            "industry", "division", "address", "standardAddress", "established", "status"],
        city.Entities().Zip(Enumerable.Range(0, city.EntityCount).Select(_ties.RepresentativeOf), (e, p) => Row(
            e.CreditCode, e.Name, "1", p?.Name ?? e.LegalRepresentative, p?.ResidentId,
            e.CapitalWan.ToString(CultureInfo.InvariantCulture), "CNY", e.Industry,
            e.Address.Division, e.Address.Text, e.Address.No, Date(e.Established), e.Status)));

    private static string?[] Address(DemoAddress a) =>
        Row(a.No, a.Division, a.Road, a.Number, a.Building, a.Room, a.Text);

    private string Level(DemoDivision division) => division.Code.Length switch
    {
        12 => "5",
        9 => "4",
        _ when division.Parent is null => "2",
        _ => "3",
    };

    // Columns of a person's row: 0 number, 1 name, 3 birth date, 5 division, 7 mobile.
    private IEnumerable<string?[]> WithDirt(int index, string?[] row)
    {
        yield return row;
        var dice = new Dice(DirtSeed, 1, (ulong)index);
        if (!dice.Happens(dirtyShare)) yield break;
        var broken = (string?[])row.Clone();
        switch (dice.Next(6))
        {
            case 0: broken[0] = row[0]![..17] + (row[0]![17] == '0' ? '1' : '0'); break;
            case 1: broken[1] = ""; break;
            case 2: broken[3] = "1998-02-30"; break;
            case 3: broken[5] = "999999"; break;
            case 4: broken[7] = "12345"; break;
            default: broken[0] = row[0]![..15]; break;
        }
        yield return broken;
    }

    internal static string?[] Row(params string?[] cells) => cells;

    internal static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static void Write(Stream target, string[] headers, IEnumerable<string?[]> rows)
    {
        using var csv = CsvWriter.Create(target, new CsvWriterOptions { HasHeader = false }, leaveOpen: true);
        csv.WriteRecord(headers);
        foreach (var row in rows) csv.WriteRecord(row!);
        csv.Flush();
    }
}
