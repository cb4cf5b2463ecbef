using System.Globalization;
using System.Text;

namespace Lingnan.Cities.Incoming;

/// <summary>The slips of the pen. Each gives back the text unchanged where it cannot happen.</summary>
internal static class Slips
{
    // Characters of one sound, tones aside: those the city's names are made of and others that are written for them.
    private static readonly Dictionary<char, string> SameSound = Neighbours(
        "陈臣晨 李里理 黄皇煌 张章彰 梁良粱 林琳霖 王汪旺 刘留流 吴武伍 何和河 罗骆洛 叶业晔 袁元原 钟忠终 谢榭 卢芦庐 莫墨默 周洲舟 杨阳扬 " +
        "杜度渡 冯逢 朱珠诸 郑正政 蔡菜 曾增 彭朋 温文雯 尹引隐 香湘乡 麦迈 翟宅 霍获 祁齐琪 区欧 伟维玮炜 强墙 磊蕾 军君俊均钧 " +
        "勇永泳 杰洁捷 涛滔 明铭鸣 辉晖慧惠 健建剑 志智治 鹏蓬 华桦 斌彬宾 浩皓昊 宇雨禹羽 轩萱宣 峰锋枫丰 家嘉佳 豪毫 荣蓉容 锦瑾 " +
        "添天 坤昆 庭婷廷 兆照 棠唐 方芳坊 静靖 丽莉 艳燕 娟涓 玲灵铃 梅媚玫 莹颖盈 怡仪宜 欣心新馨 妍言 晓小 佩沛 珊姗 玉钰 思丝 " +
        "诗施 淑舒 兰岚");

    private static readonly Dictionary<char, string> SameShape = Neighbours(
        "伟纬 建健 晓骁 丽俪 芳房 明朋 宇字 雪雷 琳淋 彬杉 泽择 润闰 佩珮 珊册 灿灶 李季 王玉 刘刈 何荷 杨扬 朱未 温湿");

    private static readonly Dictionary<string, string> Plainer = new()
    {
        ["𠮷"] = "吉", ["𬭎"] = "宏", ["𫍽"] = "宣", ["𬱖"] = "笛", ["㛃"] = "洁", ["䶮"] = "龚", ["𪨰"] = "晶", ["𫖯"] = "俯",
        ["堃"] = "坤", ["喆"] = "哲", ["犇"] = "奔", ["翀"] = "冲",
    };

    private static readonly string[] Stand = ["?", "？", "*", "□"];
    private static readonly string[] Dots = ["•", ".", "‧", "・", "．", " ", ""];

    public static string Homophone(ref Dice dice, string name) => OneCharacter(ref dice, name, SameSound);

    public static string LookAlike(ref Dice dice, string name) => OneCharacter(ref dice, name, SameShape);

    public static string Rare(ref Dice dice, string name)
    {
        foreach (var (rare, plain) in Plainer)
            if (name.Contains(rare, StringComparison.Ordinal))
                return name.Replace(
                    rare, dice.Happens(0.6) ? plain : dice.Pick(Stand), StringComparison.Ordinal);
        return name;
    }

    public static bool IsRare(string name) => Plainer.Keys.Any(r => name.Contains(r, StringComparison.Ordinal));

    public static string Dot(ref Dice dice, string name) =>
        name.Replace("·", dice.Pick(Dots), StringComparison.Ordinal);

    public static string Spaced(ref Dice dice, string name)
    {
        var runes = name.EnumerateRunes().Select(r => r.ToString()).ToList();
        if (runes.Count < 2) return name;
        runes.Insert(1 + dice.Next(runes.Count - 1), dice.Happens(0.5) ? " " : "\u3000");
        return string.Concat(runes);
    }

    public static string FullWidth(string text)
    {
        var wide = new StringBuilder(text.Length);
        foreach (var c in text) wide.Append(char.IsAsciiLetterOrDigit(c) ? (char)(c + 0xFEE0) : c);
        return wide.ToString();
    }

    public static string Digit(ref Dice dice, string number)
    {
        var at = dice.Next(17);
        var other = (char)('0' + (number[at] - '0' + 1 + dice.Next(9)) % 10);
        return number[..at] + other + number[(at + 1)..];
    }

    public static bool CanSwap(DateOnly birth) => birth.Day <= 12 && birth.Day != birth.Month;

    public static DateOnly Swap(DateOnly birth) => new(birth.Year, birth.Day, birth.Month);

    // One digit of the last seven (the century stays), and always a date there is.
    public static DateOnly BirthDigit(ref Dice dice, DateOnly birth)
    {
        while (true)
        {
            var text = birth.ToString("yyyyMMdd", CultureInfo.InvariantCulture).ToCharArray();
            text[2 + dice.Next(6)] = (char)('0' + dice.Next(10));
            if (DateOnly.TryParseExact(
                    text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && date != birth && date <= Preset.ReferenceDay)
                return date;
        }
    }

    public static string Address(ref Dice dice, DemoAddress a, bool brief, bool reordered)
    {
        var house = brief ? a.Number : a.Number + "号";
        var building = brief ? a.Building.TrimEnd('栋') : a.Building;
        var room = brief ? a.Room.TrimEnd('房') : a.Room;
        var rest = brief ? $"{a.Road}{house}-{building}-{room}" : $"{a.Road}{house}{building}{room}";
        if (!reordered) return brief ? rest : a.Town + rest;
        return dice.Happens(0.5)
            ? $"{building}{room}，{a.Road}{house}，{a.Town}"
            : $"{a.Road}{house}{building}{room}（{a.Town}）";
    }

    private static string OneCharacter(ref Dice dice, string name, Dictionary<char, string> others)
    {
        var places = Enumerable.Range(0, name.Length).Where(i => others.ContainsKey(name[i])).ToList();
        if (places.Count == 0) return name;
        var at = dice.Pick(places);
        var choice = others[name[at]];
        return name[..at] + choice[dice.Next(choice.Length)] + name[(at + 1)..];
    }

    private static Dictionary<char, string> Neighbours(string groups)
    {
        var found = new Dictionary<char, string>();
        foreach (var group in groups.Split(' '))
            foreach (var c in group)
                found[c] = found.GetValueOrDefault(c, "") + group.Replace(c.ToString(), "", StringComparison.Ordinal);
        return found;
    }
}
