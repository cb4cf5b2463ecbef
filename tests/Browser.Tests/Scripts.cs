namespace Lingnan.Browser.Tests;

/// <summary>What is asked of a page in its own language.</summary>
internal static class Scripts
{
    /// <summary>Resolves once nothing on the page has changed for a moment.</summary>
    public const string Quiet = """
        () => new Promise(done => {
            let timer = setTimeout(end, 120);
            const seen = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 120); });
            seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            const limit = setTimeout(end, 5000);
            function end() { seen.disconnect(); clearTimeout(limit); done(); }
        })
        """;

    /// <summary>Runs axe and gives a line for each thing it finds.</summary>
    public const string Axe = """
        async () => {
            const found = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
                resultTypes: ['violations'],
            });
            return found.violations.flatMap(v => v.nodes.map(n =>
                `${v.id}: ${n.target.join(' ')} ${n.failureSummary.split('\n').slice(1).join(';').slice(0, 200)}`));
        }
        """;

    /// <summary>How far the page can be pushed sideways, in pixels, and by what.</summary>
    public const string Sideways = """
        () => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const wide = [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
                .slice(0, 3).map(e => e.tagName + '.' + e.className);
            return [`scrolls sideways by ${root.scrollWidth - root.clientWidth}px: ${wide.join(', ')}`];
        }
        """;
}
