package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	predict "github.com/posener/complete"

	"netsplit/calc"
	"netsplit/calc/availability"
	"netsplit/calc/catalogue"
	"netsplit/calc/latency"
	"netsplit/calc/quorum"
	"netsplit/calc/raid"
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

// complete answers a shell that asks for completions, and ends the process.
func complete(parser *kong.Kong) {
	library := content.Embedded()
	kongcompletion.Register(parser,
		kongcompletion.WithPredictor("lesson", either(library.LessonIDs(), "*.md")),
		kongcompletion.WithPredictor("scenario", either(library.ScenarioNames(), "*.yaml")),
		kongcompletion.WithPredictor("experiment", predict.PredictSet(sqllab.Names()...)),
		kongcompletion.WithPredictor("drill", predict.PredictSet(library.DrillNames()...)),
		kongcompletion.WithPredictor("checklist", predict.PredictSet(library.ChecklistNames()...)),
		kongcompletion.WithPredictor("json", predict.PredictFiles("*.json")),
		kongcompletion.WithPredictor("file", predict.PredictFiles("*")),
		kongcompletion.WithPredictor("history", predict.PredictOr(predict.PredictFiles("*.jsonl"), predict.PredictFiles("*.jsonl.gz"))),
		kongcompletion.WithPredictor("kind", names(scenario.Kinds(), func(k scenario.Kind) string { return k.Name })),
		kongcompletion.WithPredictor("step", names(scenario.Verbs(), func(v scenario.Verb) string { return v.Name })),
		kongcompletion.WithPredictor("colour", predict.PredictSet("auto", "always", "never")),
		kongcompletion.WithPredictor("command", predict.PredictSet(commandNames(parser)...)),
		kongcompletion.WithPredictor("calculator", names(catalogue.All(), func(c calc.Calculator) string { return c.Name })),
		kongcompletion.WithPredictor("check", names(checkWords(), func(w word) string { return w.Name })),
		kongcompletion.WithPredictor("code", names(codeWords(), func(w word) string { return w.Name })),
		kongcompletion.WithPredictor("metric", names(metricWords(), word.full)),
		kongcompletion.WithPredictor("parameter", names(parameterWords(), word.full)),
		kongcompletion.WithPredictor("word", predict.PredictSet(everyWord()...)),
		kongcompletion.WithPredictor("scheme", listed(placing.Names())),
		kongcompletion.WithPredictor("policy", listed(traces.Names())),
		kongcompletion.WithPredictor("latency", listed(quorum.Presets())),
		kongcompletion.WithPredictor("convention", listed(conventionNames())),
		kongcompletion.WithPredictor("level", listed(levelNames())),
		kongcompletion.WithPredictor("theme", predict.PredictOr(predict.PredictSet(theme.Names()...), predict.PredictFiles("*"))),
		kongcompletion.WithPredictor("year", listed(latency.Years())),
		kongcompletion.WithPredictor("fault", names(fault.Definitions(), func(d fault.Definition) string { return d.Name })),
	)
}

// either offers words of ours, files that match a pattern, and folders.
func either(words []string, pattern string) predict.Predictor {
	return predict.PredictOr(predict.PredictSet(words...), predict.PredictFiles(pattern), predict.PredictDirs("*"))
}

// listed offers words for the last item of a list with commas.
func listed(words []string) predict.Predictor {
	return predict.PredictFunc(func(a predict.Args) []string {
		before := a.Last[:strings.LastIndex(a.Last, ",")+1]
		list := make([]string, len(words))
		for i, w := range words {
			list[i] = before + w
		}
		return list
	})
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
func names[T any](table []T, name func(T) string) predict.Predictor {
	words := make([]string, len(table))
	for i, row := range table {
		words[i] = name(row)
	}
	return predict.PredictSet(words...)
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
