namespace Lingnan.Registries;

/// <summary>Bounds of the registers, each with its reason.</summary>
internal static class RegistriesLimits
{
    /// <summary>Rows on a page: one screen, one round trip, one read-log entry for each person on it.</summary>
    public const int PageRowsMax = 200;

    /// <summary>Rows of one write batch: bounds memory and the time the single SQLite writer is held.</summary>
    public const int BatchRowsMax = 1000;

    /// <summary>Rows of a register up to which they are counted for an overview; a count of many millions takes
    /// seconds, so that the engine's own number is told instead where it has one.</summary>
    public const int RowsCountedMax = 200_000;

    /// <summary>Conditions of one list: more are a mistake, and each costs a comparison for each row.</summary>
    public const int FiltersMax = 10;

    /// <summary>Characters of a filter value or search text.</summary>
    public const int FilterValueMax = 200;

    /// <summary>Characters of a where expression: a request line holds no more than about this of Chinese.</summary>
    public const int WhereCharsMax = 2000;

    /// <summary>Brackets and negations within each other in a where expression; nobody reads deeper ones.</summary>
    public const int WhereDepthMax = 16;

    /// <summary>Conditions of a where expression: each costs a comparison for each row.</summary>
    public const int WhereConditionsMax = 30;

    /// <summary>Values in a where expression, lists included.</summary>
    public const int WhereValuesMax = 200;

    /// <summary>Characters of an indexed text: PostgreSQL refuses index entries beyond about 2,700 bytes.</summary>
    public const int IndexedTextMax = 600;

    /// <summary>Characters of a reason or a purpose.</summary>
    public const int ReasonMax = 200;

    /// <summary>Least characters of a purpose: one character says nothing to the person whose data is read.</summary>
    public const int PurposeMin = 2;

    /// <summary>Least characters of a case or task number: shorter ones are typed to get past the question.</summary>
    public const int CaseNumberMin = 3;

    /// <summary>Characters of a case or task number; document numbers of the state stay below 40.</summary>
    public const int CaseNumberMax = 50;

    /// <summary>Bytes of a posted row: 200 fields of 4,000 four-byte characters never meet,
    /// a megabyte is ample.</summary>
    public const int RowBytesMax = 1024 * 1024;

    /// <summary>Depth of posted JSON: a row is one object in one object.</summary>
    public const int JsonDepthMax = 8;

    /// <summary>Characters of an idempotency key.</summary>
    public const int IdempotencyKeyMax = 100;

    /// <summary>How long an answer is kept for its idempotency key.</summary>
    public static readonly TimeSpan IdempotencyKept = TimeSpan.FromHours(24);

    /// <summary>How long a counted total is reused.</summary>
    public static readonly TimeSpan CountKept = TimeSpan.FromMinutes(1);

    /// <summary>Rows of one export: beyond this a copy of the register is meant,
    /// which the command line makes.</summary>
    public const long ExportRowsMax = 2_000_000;

    /// <summary>Bytes of a pinyin sort key: long texts agree in order long before.</summary>
    public const int PinyinKeyBytesMax = 120;

    /// <summary>Changes of one answer of the feed: a batch of a consumer, a few hundred kilobytes.</summary>
    public const int ChangesMax = 1000;

    /// <summary>Seconds that a reader of the feed may wait: a request is given up after thirty.</summary>
    public const int ChangesWaitMax = 25;

    /// <summary>Readers that wait at a time; more are answered at once, as each looks five times a second.</summary>
    public const int ChangesWaitersMax = 64;

    /// <summary>Groups, and numbers, of one count: more make a table that nobody reads.</summary>
    public const int GroupsMax = 3;

    /// <summary>Cells of one count: every village of a province by sex fits.</summary>
    public const int CellsMax = 50_000;

    /// <summary>Years from today within which the last day of a consent lies.</summary>
    public const int ConsentYears = 10;
}
