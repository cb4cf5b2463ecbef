using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>What the parsed C# of a file may look like.</summary>
internal static partial class Syntax
{
    public const int FunctionLines = 70;

    // A city's words belong to capabilities and packs. Only whole words count: Caller and CallerKind tell who asks.
    private static readonly HashSet<string> CityWords = new(StringComparer.Ordinal)
    {
        "Person", "Resident", "Household", "Company", "Street", "Case", "Citizen", "Licence", "Hospital", "School",
    };

    public static IEnumerable<string> LongFunctions(IEnumerable<ProjectFile> files) =>
        from file in files
        from node in Parse(file).DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let span = node.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > FunctionLines
        select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines";

    public static IEnumerable<string> VagueTypes(IEnumerable<ProjectFile> files) =>
        from file in files
        from name in TypesIn(file)
        where Vague().IsMatch(name)
        select $"{file.Path}: {name} says nothing";

    public static IEnumerable<string> CityWordsIn(IEnumerable<ProjectFile> files) =>
        from file in files
        from name in TypesIn(file)
        from word in Words().Matches(name).Select(m => m.Value)
        where CityWords.Contains(word)
        select $"{file.Path}: {name} names a thing of the city";

    /// <param name="files">C# files.</param>
    /// <param name="roots">The namespace at each project folder.</param>
    public static IEnumerable<string> WrongNamespaces(
        IEnumerable<ProjectFile> files, IReadOnlyDictionary<string, string> roots)
    {
        foreach (var file in files)
        {
            var folder = file.Path[..Math.Max(0, file.Path.LastIndexOf('/'))];
            var home = roots.Keys.Where(r => (folder + "/").StartsWith(r + "/", StringComparison.Ordinal))
                .MaxBy(r => r.Length);
            if (home is null) continue;
            var wanted = roots[home] + folder[home.Length..].Replace('/', '.');
            foreach (var found in Parse(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
                if (found.Name.ToString() != wanted) yield return $"{file.Path}: {found.Name} is not {wanted}";
        }
    }

    /// <summary>The error codes that are written where an error is made, and those kept as constants in a list of
    /// errors.</summary>
    public static IEnumerable<string> ErrorCodes(IEnumerable<ProjectFile> files) => files
        .SelectMany(f => Parse(f).DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(l => l.IsKind(SyntaxKind.StringLiteralExpression) && (IsMadeHere(l) || IsListed(f, l))))
        .Select(l => l.Token.ValueText)
        .Where(t => Code().IsMatch(t))
        .Distinct();

    /// <summary>The actions that audit entries are made with.</summary>
    public static IEnumerable<string> AuditActions(IEnumerable<ProjectFile> files) => files
        .SelectMany(f => Parse(f).DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(l => l.IsKind(SyntaxKind.StringLiteralExpression) && l.Ancestors().Any(NamesAction)))
        .Select(l => l.Token.ValueText)
        .Where(t => Code().IsMatch(t))
        .Distinct();

    private static bool NamesAction(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax set => set.Left.ToString() == "Action",
        InvocationExpressionSyntax call => call.Expression.ToString() is "Entry" or "Details.Entry",
        VariableDeclaratorSyntax constant => constant.Identifier.Text.EndsWith("Action", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsMadeHere(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: var call } list } argument
        && list.Arguments[0] == argument
        && call switch
        {
            InvocationExpressionSyntax made => made.Expression.ToString() == "Error.Of",
            ObjectCreationExpressionSyntax made => made.Type.ToString() == "Error",
            _ => false,
        };

    private static bool IsListed(ProjectFile file, LiteralExpressionSyntax literal) =>
        file.Name.EndsWith("Errors.cs", StringComparison.Ordinal)
        && literal.Ancestors().OfType<FieldDeclarationSyntax>().Any(d => d.Modifiers.Any(SyntaxKind.ConstKeyword));

    private static IEnumerable<string> TypesIn(ProjectFile file) => Parse(file).DescendantNodes()
        .Select(n => n switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }).OfType<string>();

    private static SyntaxNode Parse(ProjectFile file) =>
        CSharpSyntaxTree.ParseText(
            file.Text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)).GetRoot();

    [GeneratedRegex("^(kernel|platform|identity|registries|host|portal|console)\\.[a-z0-9.-]+$")]
    private static partial Regex Code();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Common|Base|Misc|Impl)$")]
    private static partial Regex Vague();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
