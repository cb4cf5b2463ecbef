namespace Lingnan.Registries.Import;

/// <summary>Bounds of imports, each with its reason.</summary>
internal static class ImportLimits
{
    /// <summary>Bytes of a file: 17.5 million residents are about 3 GB of CSV.</summary>
    public const long FileBytesMax = 4L << 30;

    /// <summary>Rows written and checkpointed together: bounds what a kill repeats and how long the single writer is
    /// held.</summary>
    public const int BatchRows = 1000;

    /// <summary>Batches read and checked ahead of the one that is being written: enough that neither side waits, few
    /// enough to be forgotten in memory.</summary>
    public const int BatchesAhead = 3;

    /// <summary>Columns of a file; the widest government form seen has under 300.</summary>
    public const int ColumnsMax = 500;

    /// <summary>Characters of one line or quoted record; longer is no table,
    /// and is refused before it is held.</summary>
    public const int RecordCharsMax = 1 << 20;

    /// <summary>Refused rows that an import keeps whatever their share is: below this it always goes on.</summary>
    public const long RefusedRowsMax = 100_000;

    /// <summary>Beyond <see cref="RefusedRowsMax"/>, one row refused among so many read stops an import: then it is the
    /// wrong file and not a few wrong rows of a large one.</summary>
    public const long RefusedShareMax = 20;

    /// <summary>Characters of a refused value that the report shows.</summary>
    public const int ShownValueMax = 100;

    /// <summary>Rows that a preview shows.</summary>
    public const int SampleRows = 10;

    /// <summary>Refused lines of one page of the report.</summary>
    public const int RefusedPageMax = 500;

    /// <summary>Parts of a workbook.</summary>
    public const int WorkbookPartsMax = 2_000;

    /// <summary>Bytes of a workbook when unpacked; a sheet cannot have more than 1,048,576 rows.</summary>
    public const long WorkbookBytesMax = 2L << 30;

    /// <summary>Bytes of the shared texts of a workbook, which must be held while it is read.</summary>
    public const long SharedTextBytesMax = 256L << 20;

    /// <summary>Unpacked to packed bytes of a part: honest sheets stay far below.</summary>
    public const int InflationMax = 200;

    /// <summary>Bytes that a small part may inflate to whatever the ratio.</summary>
    public const long InflationFreeBytes = 16L << 20;

    /// <summary>How long reports and refused rows are kept.</summary>
    public static readonly TimeSpan ReportKept = TimeSpan.FromDays(30);
}
