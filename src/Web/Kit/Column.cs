using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Lingnan.Web.Kit;

/// <summary>A column of a <see cref="DataTable{TItem}"/>.</summary>
/// <param name="Title">Its heading; on narrow screens each cell carries it.</param>
/// <param name="Cell">What stands in a row.</param>
/// <param name="Numeric">True to align digits.</param>
public sealed record Column<TItem>(string Title, RenderFragment<TItem> Cell, bool Numeric = false)
{
    /// <summary>A column of plain text.</summary>
    public Column(string title, Func<TItem, string?> text, bool numeric = false)
        : this(title, item => builder => builder.AddContent(0, text(item)), numeric) { }

    /// <summary>A column of times, each on one line.</summary>
    public static Column<TItem> Time(string title, Func<TItem, DateTimeOffset> time) => new(title, item => builder =>
    {
        builder.OpenElement(0, "time");
        builder.AddAttribute(
            1, "datetime", time(item).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        builder.AddContent(2, BeijingTime.Minutes(time(item)));
        builder.CloseElement();
    });
}
