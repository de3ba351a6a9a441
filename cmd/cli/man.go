package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"netsplit/calc/unit"
	"netsplit/cmd/config"
)

type manCommand struct {
	Command []string `arg:"" optional:"" predictor:"command" help:"Of which command, such as run or calc nines; without it, of the program."`
}

// Help shows examples.
func (*manCommand) Help() string {
	return `Prints a page in roff, as man reads it.

Examples:

  netsplit man | man -l -
  netsplit man run | man -l -
  netsplit man >/usr/local/share/man/man1/netsplit.1`
}

// Run prints the page of a command, made from the grammar.
func (c *manCommand) Run(p *Program, app *kong.Kong) error {
	node := app.Model.Node
	for _, name := range c.Command {
		next := child(node, name)
		if next == nil {
			guess := ""
			if near, ok := unit.Nearest(name, commandNames(node)); ok {
				guess = ", did you mean " + near + "?"
			}
			return usagef("there is no command %s%s\nSee: %s --help", clean(strings.Join(c.Command, " ")), guess, node.FullPath())
		}
		node = next
	}
	writeMan(p.Stdout, node)
	return nil
}

func child(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name && !c.Hidden {
			return c
		}
	}
	return nil
}

// writeMan writes a page: what the command is, its commands, flags and
// examples, and what all of them share.
func writeMan(w io.Writer, node *kong.Node) {
	path := node.FullPath()
	fmt.Fprintf(w, ".TH %s 1\n.SH NAME\n%s \\- %s\n", strings.ToUpper(strings.ReplaceAll(path, " ", "-")),
		roff(strings.ReplaceAll(path, " ", "-")), roff(strings.TrimSuffix(firstOf(node.Help, about), ".")))
	fmt.Fprintf(w, ".SH SYNOPSIS\n.B %s\n%s\n", roff(path), roff(synopsis(node)))
	words, examples, _ := strings.Cut(node.Detail, "Examples:")
	if text := strings.TrimSpace(words); text != "" {
		fmt.Fprintf(w, ".SH DESCRIPTION\n%s\n", paragraphs(text))
	}
	commands(w, node)
	flags(w, "OPTIONS", node.Flags)
	if examples = strings.Trim(examples, "\n"); examples != "" {
		fmt.Fprintf(w, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(examples))
	}
	if node.Parent == nil {
		shared(w)
	} else {
		fmt.Fprintf(w, ".SH SEE ALSO\n.BR netsplit (1)\n")
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// synopsis is what follows the name of the command.
func synopsis(node *kong.Node) string {
	var parts []string
	for _, a := range node.Positional {
		parts = append(parts, a.Summary())
	}
	if len(node.Children) > 0 && len(node.Positional) == 0 {
		parts = append(parts, "[<command>]")
	}
	return strings.Join(append(parts, "[flags]"), " ")
}

func commands(w io.Writer, node *kong.Node) {
	head := false
	for _, c := range node.Children {
		if c.Hidden {
			continue
		}
		if !head {
			fmt.Fprint(w, ".SH COMMANDS\n")
			head = true
		}
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(c.Name), roff(c.Help))
	}
}

func flags(w io.Writer, title string, list []*kong.Flag) {
	head := false
	for _, f := range list {
		if f.Hidden {
			continue
		}
		if !head {
			fmt.Fprintf(w, ".SH %s\n", title)
			head = true
		}
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(flagName(f)), roff(f.Help))
	}
}

func flagName(f *kong.Flag) string {
	name := "--" + f.Name
	if f.Short != 0 {
		name = fmt.Sprintf("-%c, %s", f.Short, name)
	}
	if !f.IsBool() {
		name += "=" + f.FormatPlaceHolder()
	}
	return name
}

// shared is what holds for every command.
func shared(w io.Writer) {
	fmt.Fprint(w, ".SH ENVIRONMENT\n")
	for _, v := range variables() {
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(v.Name), roff(v.About))
	}
	fmt.Fprint(w, ".SH FILES\n.TP\n.I $XDG_CONFIG_HOME/netsplit/config.yaml\nSettings:\n")
	var names []string
	for _, key := range config.Keys() {
		names = append(names, key.Name+" ("+key.About+")")
	}
	fmt.Fprintf(w, "%s\n.TP\n.I $XDG_DATA_HOME/netsplit/progress.db\nProgress.\n.SH EXIT STATUS\n", roff(strings.Join(names, "; ")+"."))
	for _, c := range exitCodes() {
		fmt.Fprintf(w, ".TP\n.B %d\n%s\n", c.code, roff(c.about))
	}
}

// roff escapes what roff would obey: backslashes, dashes, and a point or a quote
// at the start of a line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

func paragraphs(text string) string {
	return strings.ReplaceAll(roff(text), "\n\n", "\n.PP\n")
}

// commandNames are the commands below one that have a page.
func commandNames(node *kong.Node) (names []string) {
	for _, c := range node.Children {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return names
}
