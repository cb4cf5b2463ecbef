using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lingnan.Catalog.Contracts;

/// <summary>Writes choices as the words of an address: lower case with hyphens.</summary>
/// <typeparam name="T">The choice.</typeparam>
public sealed class ChoiceConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;

/// <summary>共享类型: whether other departments get it.</summary>
[JsonConverter(typeof(ChoiceConverter<ShareClass>))]
public enum ShareClass
{
    /// <summary>无条件共享: every department.</summary>
    Unconditional,
    /// <summary>有条件共享: some departments, or parts of it; the condition is stated.</summary>
    Conditional,
    /// <summary>不予共享: none; the law or order it rests on is stated.</summary>
    None,
}

/// <summary>是否向社会开放: whether the public gets it.</summary>
[JsonConverter(typeof(ChoiceConverter<OpenClass>))]
public enum OpenClass
{
    /// <summary>无条件开放.</summary>
    Unconditional,
    /// <summary>有条件开放; the condition is stated.</summary>
    Conditional,
    /// <summary>不予开放.</summary>
    None,
}

/// <summary>共享方式: how departments get it.</summary>
[JsonConverter(typeof(ChoiceConverter<ShareMethod>))]
public enum ShareMethod
{
    /// <summary>共享平台.</summary>
    Platform,
    /// <summary>邮件.</summary>
    Mail,
    /// <summary>拷盘.</summary>
    Disk,
    /// <summary>介质交换.</summary>
    Media,
}

/// <summary>更新周期: how often it is promised to be brought up to date.</summary>
[JsonConverter(typeof(ChoiceConverter<UpdateCycle>))]
public enum UpdateCycle
{
    /// <summary>实时.</summary>
    RealTime,
    /// <summary>每日.</summary>
    Daily,
    /// <summary>每周.</summary>
    Weekly,
    /// <summary>每月.</summary>
    Monthly,
    /// <summary>每季度.</summary>
    Quarterly,
    /// <summary>每半年.</summary>
    HalfYearly,
    /// <summary>每年.</summary>
    Yearly,
    /// <summary>不定期: when there is something new.</summary>
    Irregular,
    /// <summary>不更新: finished, nothing new comes.</summary>
    Finished,
}

/// <summary>信息资源格式, by family.</summary>
[JsonConverter(typeof(ChoiceConverter<ResourceFormat>))]
public enum ResourceFormat
{
    /// <summary>数据库.</summary>
    Database,
    /// <summary>电子表格.</summary>
    Spreadsheet,
    /// <summary>电子文件.</summary>
    Document,
    /// <summary>图形图像.</summary>
    Graphics,
    /// <summary>流媒体.</summary>
    Stream,
    /// <summary>自描述格式.</summary>
    SelfDescribed,
}

/// <summary>数据类型 of an item; the letters are those of the guide.</summary>
[JsonConverter(typeof(ChoiceConverter<ItemType>))]
public enum ItemType
{
    /// <summary>字符型 C.</summary>
    Text,
    /// <summary>数值型 N.</summary>
    Number,
    /// <summary>货币型 Y.</summary>
    Money,
    /// <summary>日期型 D.</summary>
    Date,
    /// <summary>日期时间型 T.</summary>
    Time,
    /// <summary>逻辑型 L.</summary>
    Logical,
    /// <summary>备注型 M.</summary>
    Memo,
    /// <summary>通用型 G.</summary>
    General,
    /// <summary>双精度型 B.</summary>
    Double,
    /// <summary>整型 I.</summary>
    Integer,
    /// <summary>浮点型 F.</summary>
    Float,
}

/// <summary>How far an item is about persons.</summary>
[JsonConverter(typeof(ChoiceConverter<ItemPrivacy>))]
public enum ItemPrivacy
{
    /// <summary>Anyone may see it.</summary>
    Public,
    /// <summary>For work within the government.</summary>
    Internal,
    /// <summary>Personal information.</summary>
    Personal,
    /// <summary>Sensitive personal information.</summary>
    Sensitive,
}

/// <summary>Where a resource stands.</summary>
[JsonConverter(typeof(ChoiceConverter<ResourceState>))]
public enum ResourceState
{
    /// <summary>Being written; never published, or withdrawn and taken up again.</summary>
    Draft,
    /// <summary>Handed in for review.</summary>
    Review,
    /// <summary>Published, nothing else under way.</summary>
    Published,
    /// <summary>Published, with a draft of the next version beside it.</summary>
    Changed,
    /// <summary>Published, with the next version in review.</summary>
    ChangeReview,
    /// <summary>Taken out of the public catalogue.</summary>
    Withdrawn,
}

/// <summary>What can be done with a resource.</summary>
[JsonConverter(typeof(ChoiceConverter<ResourceAction>))]
public enum ResourceAction
{
    /// <summary>Write its draft.</summary>
    Edit,
    /// <summary>Hand the draft in for review.</summary>
    Submit,
    /// <summary>Send it back from review.</summary>
    Return,
    /// <summary>Publish what was reviewed.</summary>
    Publish,
    /// <summary>Drop the draft beside the published version.</summary>
    Discard,
    /// <summary>Take it out of the public catalogue.</summary>
    Withdraw,
}

/// <summary>Whether the promise of the update cycle is kept.</summary>
[JsonConverter(typeof(ChoiceConverter<Timeliness>))]
public enum Timeliness
{
    /// <summary>Written within its cycle, or the cycle promises nothing.</summary>
    OnTime,
    /// <summary>The last write is older than the cycle.</summary>
    Late,
    /// <summary>Nothing was ever written.</summary>
    Never,
    /// <summary>No register is connected, so nobody can tell.</summary>
    Unknown,
}
