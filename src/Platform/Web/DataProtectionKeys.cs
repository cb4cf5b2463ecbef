using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Web;

/// <summary>Keeps the keys of forms and circuits in the city's folder, each file readable by its account
/// only.</summary>
internal sealed class DataProtectionKeys(string folder) : IXmlRepository
{
    public static void Add(IServiceCollection services, CityOptions city)
    {
        var keys = new DataProtectionKeys(Path.Combine(city.DataFolder, "keys", "data-protection"));
        services.AddDataProtection().SetApplicationName("lingnan");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(f => XElement.Load(f))]
        : [];

    public void StoreElement(XElement element, string friendlyName)
    {
        KeyFiles.CreateFolder(folder);
        var name = friendlyName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? friendlyName : RandomNumberGenerator.GetHexString(32, lowercase: true);
        KeyFiles.Write(Path.Combine(folder, name + ".xml"), System.Text.Encoding.UTF8.GetBytes(element.ToString()));
    }
}
