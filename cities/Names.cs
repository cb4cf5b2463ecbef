namespace Lingnan.Cities;

/// <summary>Makes names as a Lingnan city has them, with a share of rare characters and of names with a middle
/// dot.</summary>
internal static class Names
{
    private static readonly string[] Surnames = Weighted(
        "陈 60 李 45 黄 45 张 36 梁 30 林 28 王 28 刘 28 吴 24 何 20 罗 18 叶 18 袁 16 钟 15 谢 15 卢 14 莫 12 邓 12 周 14 杨 14 " +
        "杜 8 方 8 冯 10 朱 9 郑 9 蔡 9 曾 9 彭 8 温 7 赖 7 尹 6 香 2 麦 5 简 4 翟 4 霍 3 祁 3 欧阳 3 司徒 2 上官 1 诸葛 1 区 4 冼 2 禤 1 乜 1");

    private static readonly string[] Compound = [.. Surnames.Distinct().Where(s => s.Length == 2)];

    private const string Male = "伟强磊军勇杰涛明超辉健志鹏华斌浩宇轩俊峰建国家豪文荣锦添永泽铭炜灿坤耀庭润嘉兆棠";
    private const string Female = "芳娜敏静丽艳娟霞燕玲婷雪梅莹慧怡欣妍晓琳雅嘉佩珊惠美凤银彩玉洁思颖诗韵淑仪秀兰";

    // Characters outside the basic plane or missing from GBK: every path must carry them.
    private static readonly string[] Rare = ["𠮷", "𬭎", "𫍽", "𬱖", "㛃", "䶮", "𪨰", "𫖯", "堃", "喆", "犇", "翀"];

    private static readonly string[] DotGiven = ["阿依古丽", "艾合买提", "古丽娜尔", "买买提江", "迪丽热巴", "帕尔哈提"];
    private static readonly string[] DotFamily = ["买买提", "吐尔逊", "艾山", "热合曼", "卡德尔"];

    private static readonly string[] Brands = ["岭南", "南粤", "珠江", "荔城", "鹏程", "华盛", "恒通", "联创", "德信", "锦绣", "粤丰", "宏达",
        "新源", "百川", "金禾", "天润"];
    private static readonly string[] Trades = ["电子", "模具", "家具", "服饰", "食品", "物流", "软件", "建材", "五金", "塑胶", "纸业", "环保",
        "餐饮", "农业", "医疗器械", "印刷"];
    private static readonly string[] Forms = ["有限公司", "有限公司", "有限公司", "股份有限公司", "经营部", "厂"];

    /// <summary>Names of investors from elsewhere, of whom no register of the city knows.</summary>
    public static readonly string[] Afar = ["深圳前海启明", "上海远洲", "北京中冀", "杭州湖畔", "香港鸿运", "佛山顺和"];

    public static string Person(ref Dice dice, string surname, bool male)
    {
        var pool = male ? Male : Female;
        var given = pool[dice.Next(pool.Length)].ToString();
        if (dice.Happens(0.72))
            given += dice.Happens(0.015) ? dice.Pick(Rare) : pool[dice.Next(pool.Length)].ToString();
        return surname + given;
    }

    public static string Surname(ref Dice dice) => dice.Pick(Surnames);

    /// <summary>The surname a name of this city begins with: two characters for the compound ones.</summary>
    public static string SurnameOf(string name) =>
        name[..(Compound.Any(c => name.StartsWith(c, StringComparison.Ordinal)) ? 2 : 1)];

    public static string WithDot(ref Dice dice) => dice.Pick(DotGiven) + "·" + dice.Pick(DotFamily);

    public static string Company(ref Dice dice, string city, int index) =>
        $"{city}{dice.Pick(Brands)}{dice.Pick(Brands)[..1]}{Numeral(index)}{dice.Pick(Trades)}{dice.Pick(Forms)}";

    // Company names are unique in a city; the numeral is written with characters that companies do use.
    private static string Numeral(int index)
    {
        const string digits = "安邦昌达恩丰广海佳康";
        return string.Concat(index.ToString(System.Globalization.CultureInfo.InvariantCulture)
            .Select(c => digits[c - '0']));
    }

    private static string[] Weighted(string table)
    {
        var parts = table.Split(' ');
        var names = new List<string>();
        for (var i = 0; i < parts.Length; i += 2)
            names.AddRange(Enumerable.Repeat(
                parts[i], int.Parse(parts[i + 1], System.Globalization.CultureInfo.InvariantCulture)));
        return [.. names];
    }
}
