using System.Globalization;

namespace Lingnan.Cities;

/// <summary>Files of the packs that stand on the base registers: areas of towns, births, residents from elsewhere,
/// credit records and the nine libraries. Small cities have them; a metropolis is measured by its base
/// registers.</summary>
internal sealed class PackFiles(City city)
{
    private const int PersonsMax = 200_000;
    private const int FirstYear = 2022;
    private const int PersonsForOneRegistration = 12;
    private const int HouseholdsForOneHome = 15;
    private const int PersonsForOneItem = 8;
    private const int EntitiesForOneRecord = 4;

    private static readonly (string Name, string Owner, string Pack, string Cycle, bool IsAttached)[] Libraries =
    [
        ("地理空间和自然资源库", "自然资源局", "places", "3", true), ("人口库", "公安局", "population", "2", true),
        ("法人库", "市场监督管理局", "legal-entities", "2", true), ("金融库", "金融工作局", "base-libraries", "4", true),
        ("税收库", "税务局", "base-libraries", "4", true), ("统计库", "统计局", "base-libraries", "4", true),
        ("房屋库", "住房和城乡建设局", "housing", "4", false),
        ("社会保险库", "人力资源和社会保障局", "social-insurance", "4", false), ("档案库", "档案馆", "archives", "7", false),
    ];

    /// <summary>Registers to fill, after those they point to.</summary>
    public IReadOnlyList<(string Register, Action<Stream> Write)> All => city.Count > PersonsMax ? [] :
    [
        ("places:town-area", WriteAreas),
        ("base-libraries:library", WriteLibraries),
        ("births:institution", WriteInstitutions),
        ("births:birth", WriteBirths),
        ("residents:registration", WriteRegistrations),
        ("residents:rented-home", WriteHomes),
        ("residents:stay", WriteStays),
        ("residents:service-wish", WriteWishes),
        ("credit:record", WriteRecords),
        ("credit:personal-item", WriteItems),
    ];

    private IEnumerable<DemoDivision> Towns => city.Divisions.Where(d => d.Code.Length == 9);

    private void WriteAreas(Stream target) => CityFiles.Write(
        target, ["name", "division", "geometry", "source"],
        new TownAreas(city).All.Select(a => CityFiles.Row(a.Town.Name, a.Town.Code, a.Area, "演示数据")));

    private void WriteLibraries(Stream target) => CityFiles.Write(
        target, ["code", "name", "owner", "carriedBy", "cycle", "state", "attachedOn"], Libraries.Select((l, i) =>
            CityFiles.Row(
                string.Create(CultureInfo.InvariantCulture, $"0{i + 1}"), l.Name, l.Owner, l.Pack, l.Cycle,
                l.IsAttached ? "1" : "3", l.IsAttached ? "2025-01-01" : null)));

    private void WriteInstitutions(Stream target) => CityFiles.Write(
        target, ["licenceNo", "name", "level", "division"],
        Towns.Select(t => CityFiles.Row("MY" + t.Code, t.Name + "医院", "2", t.Code)));

    private void WriteBirths(Stream target) => CityFiles.Write(
        target,
        ["certificateNo", "mother", "child", "bornOn", "birthOrder", "sex", "weight", "gestation", "institution",
            "division", "auditState"],
        Households().SelectMany(Births).Select((b, i) => CityFiles.Row(
            string.Create(CultureInfo.InvariantCulture, $"Y{i + 1:D9}"), b.Mother.ResidentId, b.Child.ResidentId,
            CityFiles.Date(b.Child.BirthDate), b.Order.ToString(CultureInfo.InvariantCulture), b.Child.Sex,
            Weight(i), Weeks(i), "MY" + b.Child.Division[..9], b.Child.Division, "2")));

    private void WriteRegistrations(Stream target) => CityFiles.Write(
        target, ["person", "standardAddress", "division", "arrivedOn", "purpose"],
        city.Persons().Where((p, i) => i % PersonsForOneRegistration == 0 && p.BirthDate.Year < 2000)
        .Select((p, i) => CityFiles.Row(
            p.ResidentId, p.Address.No, p.Division, CityFiles.Date(new DateOnly(2024, 1, 1).AddDays(i % 700)),
            i % 4 == 3 ? "2" : "1")));

    private void WriteHomes(Stream target) => CityFiles.Write(
        target, ["homeNo", "standardAddress", "division", "owner", "rooms", "maxPersons", "fireCheckedOn", "state"],
        Landlords().Select((p, i) => CityFiles.Row(
            HomeNo(i), p.Address.No, p.Division, p.ResidentId, Number(1 + i % 6), Number(2 + i % 6 * 2),
            CityFiles.Date(new DateOnly(2025, 1, 1).AddDays(i % 360)), i % 9 == 8 ? "2" : "1")));

    // In each home lives the landlord of the next one.
    private void WriteStays(Stream target) => CityFiles.Write(
        target, ["home", "person", "division", "room", "startedOn"],
        Landlords().Zip(Landlords().Skip(1)).Select((p, i) => CityFiles.Row(
            HomeNo(i), p.Second.ResidentId, p.First.Division, Number(1 + i % 6),
            CityFiles.Date(new DateOnly(2024, 1, 1).AddDays(i % 360)))));

    private IEnumerable<DemoPerson> Landlords() =>
        city.Persons().Where(p => p.IsHead).Where((_, i) => i % HouseholdsForOneHome == 0);

    private static string HomeNo(int place) => string.Create(CultureInfo.InvariantCulture, $"CZ{place + 1:D6}");

    private void WriteRecords(Stream target) => CityFiles.Write(
        target,
        ["recordNo", "entity", "kind", "documentNo", "department", "decidedOn", "shownUntil", "legalBasis", "summary",
            "state"],
        city.Entities().Where((_, i) => i % EntitiesForOneRecord == 0).Select(Record));

    private void WriteWishes(Stream target) => CityFiles.Write(
        target, ["person", "wish", "mobile", "division", "askedOn"],
        city.Persons().Where((p, i) => i % PersonsForOneRegistration == 0 && p.BirthDate.Year < 2000)
        .Select((p, i) => CityFiles.Row(
            p.ResidentId, Number(1 + i % 4), string.Create(CultureInfo.InvariantCulture, $"138{20_000_000 + i:D8}"),
            p.Division, CityFiles.Date(new DateOnly(2025, 1, 1).AddDays(i % 360)))));

    private void WriteItems(Stream target) => CityFiles.Write(
        target, ["itemNo", "person", "kind", "content", "documentNo", "department", "decidedOn", "legalBasis"],
        city.Persons().Where((p, i) => i % PersonsForOneItem == 0 && p.BirthDate.Year < 2000)
        .Select((p, i) => CityFiles.Row(
            string.Create(CultureInfo.InvariantCulture, $"GR2025-{i + 1:D6}"), p.ResidentId, "1", "二级建造师",
            $"江建〔2024〕{i + 1}号", "住房和城乡建设局", CityFiles.Date(new DateOnly(2024, 1, 1).AddDays(i % 360)),
            "建筑法 第十四条")));

    private static string?[] Record(DemoEntity entity, int i)
    {
        var no = string.Create(CultureInfo.InvariantCulture, $"{i + 1:D6}");
        var day = new DateOnly(2025, 1, 1).AddDays(i % 360);
        return i % 5 == 0
            ? CityFiles.Row(
                "XY2025-" + no, entity.CreditCode, "2", $"江市监罚〔2025〕{i + 1}号", "市场监督管理局", CityFiles.Date(day),
                CityFiles.Date(day.AddYears(1)), "中华人民共和国产品质量法 第四十九条", "销售不符合国家标准的产品，罚款。", "1")
            : CityFiles.Row(
                "XY2025-" + no, entity.CreditCode, "1", $"江城管许〔2025〕{i + 1}号", "城市管理和综合执法局", CityFiles.Date(day),
                CityFiles.Date(day.AddYears(3)), "城市市容和环境卫生管理条例 第十一条", "准予设置户外广告。", "1");
    }

    // Twins are the first and second of their day.
    private static IEnumerable<(DemoPerson Mother, DemoPerson Child, int Order)> Births(List<DemoPerson> household)
    {
        var mother = household.FirstOrDefault(p => p.Sex == "2" && p.Relation is ("02" or "10"));
        if (mother is null) yield break;
        foreach (var day in household
            .Where(p => p.Relation is "20" or "30" && p.BirthDate.Year >= FirstYear).GroupBy(p => p.BirthDate))
        {
            var order = 0;
            foreach (var child in day) yield return (mother, child, ++order);
        }
    }

    private IEnumerable<List<DemoPerson>> Households()
    {
        var household = new List<DemoPerson>();
        foreach (var person in city.Persons())
        {
            if (person.IsHead && household.Count > 0)
            {
                yield return household;
                household = [];
            }
            household.Add(person);
        }
        yield return household;
    }

    private string Weight(int index) => Number(2300 + new Dice(city.Seed, 7, (ulong)index).Next(1900));

    private string Weeks(int index) => Number(35 + new Dice(city.Seed, 8, (ulong)index).Next(7));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
