namespace Lingnan.Identity;

/// <summary>Codes of the errors that users of Identity meet. Each has words in both languages.</summary>
internal static class IdentityErrors
{
    public const string Busy = "identity.busy";
    public const string Forbidden = "identity.forbidden";
    public const string SignInRefused = "identity.sign-in.refused";
    public const string AccountClosed = "identity.sign-in.account-closed.gone";
    public const string NotADemo = "identity.demo-refused";
    public const string DemoInProduction = "identity.demo-data-in-production";

    public const string PasswordTooShort = "identity.password.too-short";
    public const string PasswordTooLong = "identity.password.too-long";
    public const string PasswordHasName = "identity.password.contains-name";
    public const string PasswordTooCommon = "identity.password.too-common";
    public const string PasswordUnchanged = "identity.password.unchanged";
    public const string PasswordWrong = "identity.password.wrong";
    public const string LinkInvalid = "identity.link.invalid";

    public const string SignUpMismatch = "identity.sign-up.mismatch";
    public const string SignUpDuplicate = "identity.sign-up.duplicate";
    public const string SignUpMobileTaken = "identity.sign-up.mobile-taken";
    public const string SignUpTooMany = "identity.sign-up.too-many";
    public const string SignUpClosed = "identity.sign-up.closed";

    public const string AccountNotFound = "identity.account.not-found";
    public const string AccountUserName = "identity.account.user-name";
    public const string AccountUserNameTaken = "identity.account.user-name-taken";
    public const string AccountName = "identity.account.name";
    public const string AccountNotOfficer = "identity.account.not-officer";
    public const string AccountNotCitizen = "identity.account.not-citizen";
    public const string AccountOwn = "identity.account.own";
    public const string AccountLastAdministrator = "identity.account.last-administrator";
    public const string AccountPosts = "identity.account.posts";
    public const string AccountSearch = "identity.account.search-required";
    public const string AccountConfirmed = "identity.account.confirmed";
    public const string AccountEvidence = "identity.account.evidence";
    public const string RoleNotFound = "identity.role.not-found";

    public const string UnitNotFound = "identity.unit.not-found";
    public const string UnitName = "identity.unit.name";
    public const string UnitRegion = "identity.unit.region";
    public const string UnitBelowOutside = "identity.unit.below-outside";
    public const string UnitLevelWrong = "identity.unit.level";
    public const string UnitCreditCode = "identity.unit.credit-code";
    public const string UnitRootExists = "identity.unit.root-exists";
    public const string UnitInUse = "identity.unit.in-use";
    public const string UnitTooMany = "identity.unit.too-many";

    public const string PageInvalid = "identity.page.invalid";
}
