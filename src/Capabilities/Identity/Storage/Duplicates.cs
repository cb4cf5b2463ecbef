using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Storage;

/// <summary>Two writers who both looked first and found nothing: the unique index tells the second one.</summary>
internal static class Duplicates
{
    // SQLite has one writer at a time, so only the SQLSTATE of PostgreSQL can come here.
    public static bool IsDuplicate(this DbUpdateException fault) =>
        fault.InnerException is DbException { SqlState: "23505" };
}
