using Lingnan.Kernel;
using Lingnan.Platform.Sealing;

namespace Lingnan.Identity.Storage;

/// <summary>How citizens are found without their numbers being kept: keyed hashes, different for each field.</summary>
internal sealed class CitizenIndex(ISealing sealing)
{
    public string Of(ResidentId number) => sealing.BlindIndex("identity.account.resident", number.ToString());

    public string Of(MobileNumber number) => sealing.BlindIndex("identity.account.mobile", number.ToString());
}
