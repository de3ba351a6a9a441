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
// with the line so far in COMP_LINE. Of --flag=value the binary offers the value:
// bash takes the flag for a word of its own, the others want it in front again.
func (c *completionCommand) Run(p *Program) error {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(binary, "'", `'\''`) + "'"
	code := map[string]string{"bash": bashCode, "zsh": zshCode, "fish": fishCode, "powershell": powershellCode, "pwsh": powershellCode}[c.Shell]
	if code == powershellCode {
		quoted = "'" + strings.ReplaceAll(binary, "'", "''") + "'"
	}
	fmt.Fprint(p.Stdout, strings.ReplaceAll(code, "BINARY", quoted))
	return nil
}

const bashCode = `complete -o default -o bashdefault -C BINARY netsplit
`

// Folders get no space behind them, so that one can go on in them.
const zshCode = `(( $+functions[compdef] )) || { autoload -U +X compinit && compinit -i; }
_netsplit() {
    local -a found
    found=("${(@f)$(COMP_LINE="${(j: :)words[1,CURRENT-1]} $words[CURRENT]" BINARY)}")
    found=(${found:#})
    [[ $PREFIX == --*=* ]] && compset -P '*='
    if (( ! $#found )); then
        _default
        return
    fi
    compadd -S '' -- ${(M)found:#*/}
    compadd -- ${found:#*/}
}
compdef _netsplit netsplit
`

const fishCode = `function __complete_netsplit
    set -lx COMP_LINE (commandline -cp)
    set -l token (commandline -ct)
    test -z "$token"
    and set COMP_LINE "$COMP_LINE "
    set -l flag (string match -r -- '^--[^=]+=' "$token")
    set -l found (BINARY)
    if set -q found[1]
        string join \n -- "$flag"$found
    else
        __fish_complete_path "$token"
    end
end
complete -c netsplit -f -a "(__complete_netsplit)"
`

// The cursor is counted from the start of the line, the command may begin later;
// and what follows the cursor is of no concern. A backslash is no escape there.
const powershellCode = `Register-ArgumentCompleter -Native -CommandName netsplit -ScriptBlock {
    param($word, $command, $cursor)
    $at = $cursor - $command.Extent.StartOffset
    $env:COMP_LINE = $command.ToString().PadRight($at).Substring(0, $at).Replace('\', '\\')
    $flag = if ("$word" -match '^--[^=]+=') { $Matches[0] } else { '' }
    try {
        & BINARY | ForEach-Object {
            $whole = $flag + $_
            if ($whole -match '[\s''"$;&|(){},@#<>]') { $whole = "'" + $whole.Replace("'", "''") + "'" }
            [System.Management.Automation.CompletionResult]::new($whole, $_, 'ParameterValue', $_)
        }
    } finally {
        Remove-Item Env:COMP_LINE
    }
}
`

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
	offers := complete.Line
	if p.env("COMP_TYPE") != "" { // bash says how it was asked
		offers = complete.Quoted
	}
	for _, found := range offers(parser.Model, line, predictors(parser)) {
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
