package cli

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"netsplit/calc/unit"
	"netsplit/tui/catalogue"
)

// usage turns an error of the parser into one that says what to try.
func (p *Program) usage(err error) error {
	var parse *kong.ParseError
	if !errors.As(err, &parse) || parse.Context == nil {
		return usageError{err}
	}
	command := parse.Context.Model.Node
	if node := parse.Context.Selected(); node != nil && !node.Hidden {
		command = node
	}
	text := err.Error()
	for _, reword := range []func(string, *kong.Node) (string, bool){choice, missingValue, p.minusNumber, wrongNumber, missingArgument, p.unknownFlag, p.surplus} {
		if better, ok := reword(text, command); ok {
			text = better
			break
		}
	}
	return usageError{fmt.Errorf("%s\nSee: %s --help", clean(text), command.FullPath())}
}

var ofChoice = regexp.MustCompile(`(?s)^(\S+) must be one of (.*) but got "(.*)"$`)

// choice names the nearest of the words that a flag takes.
func choice(text string, _ *kong.Node) (string, bool) {
	m := ofChoice.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	words := strings.TrimSuffix(m[2], `,""`) // an empty choice is the default
	text = m[1] + " must be one of " + words + " but got " + unit.Quote(m[3])
	if near, ok := unit.Nearest(m[3], strings.Split(strings.ReplaceAll(words, `"`, ""), ",")); ok {
		text += ", did you mean " + near + "?"
	}
	return text, true
}

// missingValue is for a flag at the end, or with another one after it.
func missingValue(text string, _ *kong.Node) (string, bool) {
	flag, expected, found := strings.Cut(text, ": expected ")
	switch {
	case found && strings.Contains(expected, "<EOL>"):
		return flag + " needs a value", true
	case found && strings.Contains(expected, "(long flag)"):
		_, next, _ := strings.Cut(expected, "but got ")
		next, _, _ = strings.Cut(next, " (long flag)")
		return flag + " needs a value, and " + strings.Trim(next, `"`) + " is a flag of its own", true
	}
	return "", false
}

var beginsWithMinus = regexp.MustCompile(`^(?:(-\S+): expected \S+ value but got "|unknown flag )(-[0-9.][^",]*)`)

// minusNumber is for what was taken for a flag though it is a number below zero.
func (p *Program) minusNumber(text string, _ *kong.Node) (string, bool) {
	m := beginsWithMinus.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return belowZero(p.Args, m[2]), true
}

// longestShown bounds what is repeated of an argument.
const longestShown = 40

// belowZero is what to write for a number that was taken for a flag. The parser
// names the start of it.
func belowZero(args []string, start string) string {
	whole, flag := start, ""
	if i := slices.IndexFunc(args, func(arg string) bool { return strings.HasPrefix(arg, start) }); i >= 0 {
		if len(args[i]) <= longestShown {
			whole = args[i]
		}
		if i > 0 && strings.HasPrefix(args[i-1], "-") && !strings.Contains(args[i-1], "=") {
			flag = args[i-1]
		}
	}
	switch {
	case strings.HasPrefix(flag, "--"):
		return whole + " looks like a flag: write " + flag + "=" + whole
	case flag != "":
		return whole + " looks like a flag: write " + flag + whole
	}
	return whole + " looks like a flag: write -- " + whole
}

var ofNumber = regexp.MustCompile(`(?s)^(\S+): expected a valid 64 bit (u?)int but got "(.*)"$`)

// wrongNumber is for a flag that takes a whole number and got something else.
func wrongNumber(text string, _ *kong.Node) (string, bool) {
	m := ofNumber.FindStringSubmatch(text)
	switch {
	case m == nil:
		return "", false
	case m[3] != "" && strings.Trim(m[3], "0123456789") == "":
		return m[1] + " " + m[3] + " is too large", true
	case m[2] == "u":
		return m[1] + " " + unit.Quote(m[3]) + " is not a whole number from 0 up", true
	}
	return m[1] + " " + unit.Quote(m[3]) + " is not a whole number", true
}

// missingArgument is for a command that needs more words.
func missingArgument(text string, _ *kong.Node) (string, bool) {
	words, found := strings.CutPrefix(text, `expected "`)
	return strings.TrimSuffix(words, `"`) + " is missing", found
}

// unknownFlag names the flag that was meant: of the command, one that the word
// is a part of; or one that belongs to a command after it.
func (p *Program) unknownFlag(text string, command *kong.Node) (string, bool) {
	word, found := strings.CutPrefix(text, "unknown flag ")
	if !found {
		return "", false
	}
	word, _, _ = strings.Cut(word, ", did you mean ")
	name := strings.TrimLeft(word, "-")
	if !strings.HasPrefix(word, "--") {
		return "unknown flag " + word, true // one letter is like any other
	}
	for _, flag := range command.Flags {
		if slices.Contains(strings.Split(flag.Name, "-"), name) {
			return "unknown flag " + word + `, did you mean "--` + flag.Name + `"?`, true
		}
	}
	for _, arg := range p.Args {
		later := child(command, arg)
		if later != nil && slices.ContainsFunc(later.Flags, func(f *kong.Flag) bool { return f.Name == name }) {
			return word + " goes after its command: " + later.FullPath() + " " + word, true
		}
	}
	return text, true
}

// surplus is for a word that nothing takes: no command, or one too many.
func (p *Program) surplus(text string, command *kong.Node) (string, bool) {
	rest, found := strings.CutPrefix(text, "unexpected argument ")
	if !found {
		return "", false
	}
	word, guess, guessed := strings.Cut(rest, ", did you mean ")
	switch {
	case command.Parent != nil:
		if whole, ok := numberBefore(p.Args, word); ok {
			text += ": if it is the unit of " + whole[0] + ", write " + whole[0] + whole[1] + ", or '" + whole[0] + " " + whole[1] + "' in quotes"
		}
		return text, true
	case word == "":
		return "the name of the command is empty", true
	}
	text = "there is no command " + word
	topic, isTopic := unit.Nearest(word, helpTopics())
	calculator, isCalculator := unit.Nearest(word, calculators())
	switch {
	case isTopic && (topic == word || p.Args[0] == "help"):
		return text + ", did you mean netsplit help " + topic + "?", true
	case guessed && len(guess) < 40: // more is a list of everything
		return text + ", did you mean " + guess, true
	case isCalculator:
		return text + ": did you mean netsplit calc " + calculator + "?", true
	}
	return text, true
}

// calculators are the names of all calculators.
func calculators() (names []string) {
	for _, c := range catalogue.All() {
		names = append(names, c.Name)
	}
	return names
}

// numberBefore finds an argument that is too much right after a number, as in
// --size 4 TB, where the shell has cut a quantity in two.
func numberBefore(args []string, word string) (whole [2]string, ok bool) {
	for i := 1; i < len(args); i++ {
		_, err := strconv.ParseFloat(args[i-1], 64)
		if args[i] == word && err == nil && len(word) <= longestUnit && word[0] > '9' {
			return [2]string{args[i-1], word}, true
		}
	}
	return whole, false
}

// longestUnit is about the longest that a unit is written: megabytes.
const longestUnit = 12

// emptyArgument refuses an argument that is there but empty: mostly a variable
// of the shell that was never set.
func emptyArgument(ctx *kong.Context) error {
	for _, step := range ctx.Path {
		if step.Positional == nil {
			continue
		}
		value := step.Positional.Target
		empty := value.Kind() == reflect.String && value.String() == ""
		if value.Kind() == reflect.Slice {
			empty = slices.Contains(value.Interface().([]string), "")
		}
		if empty {
			return usagef("%s is empty: was a variable of the shell never set?\nSee: %s --help", step.Positional.Summary(), ctx.Selected().FullPath())
		}
	}
	return nil
}
