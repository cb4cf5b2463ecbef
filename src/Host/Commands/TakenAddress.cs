using System.Net;
using System.Net.Sockets;

namespace Lingnan.Host.Commands;

/// <summary>Looks for an address that another program listens on, before the city is built to listen there.</summary>
internal static class TakenAddress
{
    /// <summary>The first of the addresses (as <c>--urls</c> takes them) that is taken, or null. A name that is no
    /// number is left to the server, which knows what it stands for.</summary>
    public static string? Find(string urls) => urls.Split([';', ','], StringSplitOptions.TrimEntries)
        .FirstOrDefault(url => Uri.TryCreate(url, UriKind.Absolute, out var at)
            && IPAddress.TryParse(at.Host, out var address) && at.Port > 0
            && !IsFree(new IPEndPoint(address, at.Port)));

    private static bool IsFree(IPEndPoint place)
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As the server does, so that a connection that has just ended does not count.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(place);
            socket.Listen();
            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
