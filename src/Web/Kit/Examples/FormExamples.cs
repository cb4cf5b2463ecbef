namespace Lingnan.Web.Kit.Examples;

internal static class FormExamples
{
    public static IReadOnlyList<Example> All { get; } =
    [
        Example.Of<Field>("empty", ("Id", "name"), ("Name", "Form.Name"), ("Label", "姓名")),
        Example.Of<Field>(
            "with hint", ("Id", "number"), ("Name", "Form.Number"), ("Label", "公民身份号码"), ("Hint", "18 位，末位可能是字母 X。")),
        Example.Of<Field>("with hint and error", ("Id", "number"), ("Name", "Form.Number"), ("Label", "公民身份号码"),
            ("Hint", "18 位，末位可能是字母 X。"), ("Error", "校验位不对，应为 X。"), ("Value", "99000119900307011")),
        Example.Of<Field>(
            "optional", ("Id", "mobile"), ("Name", "Form.Mobile"), ("Label", "手机号码"), ("Required", false),
            ("Type", "tel")),
        Example.Of<Field>("script text as value stays text",
            ("Id", "name"), ("Name", "Form.Name"), ("Label", "姓名"), ("Value", "\"><script>alert(1)</script>")),
        Example.Of<ErrorSummary>("two fields and the whole", ("Faults", new FormFault[]
        {
            new("number", "请输入公民身份号码。"), new("name", "请输入姓名。"), new(null, "核对失败次数过多，暂时不能注册。"),
        })),
        Example.Of<ErrorSummary>("nothing wrong", ("Faults", Array.Empty<FormFault>())),
    ];
}
