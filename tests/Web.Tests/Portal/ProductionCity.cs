namespace Lingnan.Web.Tests.Portal;

/// <summary>The same without a preset: no demo accounts, no data.</summary>
public sealed class ProductionCity : PortalCity
{
    protected override string? Preset => null;
}
