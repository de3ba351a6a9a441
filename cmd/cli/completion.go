package cli

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"netsplit/calc/availability"
	"netsplit/calc/latency"
	"netsplit/calc/quorum"
	"netsplit/calc/raid"
	"netsplit/cmd/complete"
	"netsplit/content"
	"netsplit/engine/fault"
	"netsplit/engine/placing"
	traces "netsplit/engine/replay"
	"netsplit/engine/scenario"
	"netsplit/store/sqllab"
	"netsplit/tui/theme"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell,pwsh" help:"bash, zsh, fish, powershell or pwsh."`
}

// Help shows examples.
func (*completionCommand) Help() string {
	return `Prints the code that turns on tab completion. Put the line into your shell's start file.

Examples:

  source <(netsplit completion bash)
  source <(netsplit completion zsh)
  netsplit completion fish | source
  netsplit completion powershell | Out-String | Invoke-Expression`
}

// Run prints the code for a shell. It calls this very binary, by its path,
// with the line so far in COMP_LINE.
func (c *completionCommand) Run(p *Program) error {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(binary, "'", `'\''`) + "'"
	switch c.Shell {
	case "bash":
		fmt.Fprintf(p.Stdout, "complete -o default -o bashdefault -C %s netsplit\n", quoted)
	case "zsh":
		fmt.Fprintf(p.Stdout, "(( $+functions[compdef] )) || { autoload -U +X compinit && compinit -i; }\nautoload -U +X bashcompinit && bashcompinit\ncomplete -o default -o bashdefault -C %s netsplit\n", quoted)
	case "powershell", "pwsh":
		fmt.Fprintf(p.Stdout, `Register-ArgumentCompleter -Native -CommandName netsplit -ScriptBlock {
    param($word, $line, $cursor)
    $env:COMP_LINE = $line.ToString().PadRight($cursor)
    try {
        & '%s' | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
    } finally {
        Remove-Item Env:COMP_LINE
    }
}
`, strings.ReplaceAll(binary, "'", "''"))
	case "fish":
		fmt.Fprintf(p.Stdout, `function __complete_netsplit
    set -lx COMP_LINE (commandline -cp)
    test -z (commandline -ct)
    and set COMP_LINE "$COMP_LINE "
    set -l found (%s)
    if set -q found[1]
        string join \n -- $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c netsplit -f -a "(__complete_netsplit)"
`, quoted)
	}
	return nil
}

// answerShell tells a shell that asks, with the line so far in COMP_LINE, what
// may come next; false: none asks.
func (p *Program) answerShell(parser *kong.Kong) bool {
	line := p.env("COMP_LINE")
	if line == "" {
		return false
	}
	if point, err := strconv.Atoi(p.env("COMP_POINT")); err == nil && point >= 0 && point < len(line) {
		line = line[:point]
	}
	for _, found := range complete.Line(parser.Model, line, predictors(parser)) {
		fmt.Fprintln(p.Stdout, found)
	}
	return true
}

// predictors know the values of flags and arguments, by the name in their tag.
func predictors(parser *kong.Kong) map[string]complete.Predictor {
	library := content.Embedded()
	return map[string]complete.Predictor{
		"lesson":     either(library.LessonIDs(), "*.md"),
		"scenario":   either(library.ScenarioNames(), "*.yaml"),
		"experiment": complete.Words(sqllab.Names()...),
		"drill":      complete.Words(library.DrillNames()...),
		"checklist":  complete.Words(library.ChecklistNames()...),
		"json":       complete.Files("*.json"),
		"file":       complete.Files("*"),
		"history":    complete.Either(complete.Files("*.jsonl"), complete.Files("*.jsonl.gz")),
		"kind":       names(scenario.Kinds(), func(k scenario.Kind) string { return k.Name }),
		"step":       names(scenario.Verbs(), func(v scenario.Verb) string { return v.Name }),
		"colour":     complete.Words("auto", "always", "never"),
		"command":    complete.Words(commandNames(parser.Model.Node)...),
		"check":      names(checkWords(), func(w word) string { return w.Name }),
		"code":       names(codeWords(), func(w word) string { return w.Name }),
		"metric":     names(metricWords(), word.full),
		"parameter":  names(parameterWords(), word.full),
		"word":       complete.Words(everyWord()...),
		"scheme":     complete.Listed(placing.Names()...),
		"policy":     complete.Listed(traces.Names()...),
		"latency":    complete.Listed(quorum.Presets()...),
		"convention": complete.Listed(conventionNames()...),
		"level":      complete.Listed(levelNames()...),
		"theme":      complete.Either(complete.Words(theme.Names()...), complete.Files("*")),
		"year":       complete.Listed(latency.Years()...),
		"fault":      names(fault.Definitions(), func(d fault.Definition) string { return d.Name }),
	}
}

// either offers words of ours, and files that match a pattern.
func either(words []string, pattern string) complete.Predictor {
	return complete.Either(complete.Words(words...), complete.Files(pattern))
}

func conventionNames() (list []string) {
	for _, p := range availability.Presets() {
		list = append(list, p.Name)
	}
	return list
}

func levelNames() (list []string) {
	for _, l := range raid.Levels() {
		list = append(list, l.Name)
	}
	return list
}

// names offers the names in a table.
func names[T any](table []T, name func(T) string) complete.Predictor {
	words := make([]string, len(table))
	for i, row := range table {
		words[i] = name(row)
	}
	return complete.Words(words...)
}

// everyWord is each name of the reference once.
func everyWord() []string {
	seen := map[string]bool{}
	var list []string
	for _, t := range glossaries() {
		for _, w := range t.words {
			if !seen[w.Name] {
				seen[w.Name] = true
				list = append(list, w.Name)
			}
		}
	}
	return list
}
