using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Shapes;

/// <summary>Layers of areas as other capabilities and pages see them.</summary>
internal sealed class Places(LocatePlace locate, CheckLayer check) : IPlaces
{
    public FieldDeclaration? AreaField(RegistryDeclaration register) => LayerRows.AreaField(register, null);

    public Task<Result<PlaceAnswer>> LocateAsync(
        RegistryDeclaration register, PlaceQuestion question, Caller caller,
        CancellationToken cancellationToken = default) =>
        locate.RunAsync(register, question, caller, cancellationToken);

    public Task<Result<LayerReport>> CheckAsync(
        RegistryDeclaration register, LayerQuestion question, Caller caller,
        CancellationToken cancellationToken = default) =>
        check.RunAsync(register, question, caller, cancellationToken);
}
