using MudBlazor;

namespace Lingnan.Web.Console.Shell;

/// <summary>Colours and type of the console; contrast of every pair is at least 4.5 to 1.</summary>
internal static class ConsoleTheme
{
    public static MudTheme Create() => new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            AppbarBackground = "#0b5cad",
            AppbarText = "#ffffff",
            Background = "#f4f6f9",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#1f2a37",
            TextPrimary = "#1f2a37",
            TextSecondary = "#475467",
            Success = "#0f7b3d",
            Warning = "#92520a",
            Error = "#b3261e",
            Info = "#0b5cad",
            LinesDefault = "#d0d7e2",
            TableLines = "#d0d7e2",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"],
                FontSize = "0.9375rem",
                LetterSpacing = "normal",
            },
            Button = new ButtonTypography { TextTransform = "none", LetterSpacing = "normal" },
        },
    };
}
