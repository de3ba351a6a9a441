package tui

import (
	"encoding/json"
	"strings"

	"netsplit/calc"
	"netsplit/content"
	"netsplit/engine"
	"netsplit/store"
	"netsplit/tui/catalogue"
	"netsplit/tui/guide"
	"netsplit/tui/lab"
	"netsplit/tui/page"
)

// openPane makes the lab of a lesson.
func openPane(db *store.Store) func(page.Env, string, *content.Scenario) (page.Page, error) {
	embed := lab.Embed(db)
	return func(env page.Env, subject string, sc *content.Scenario) (page.Page, error) {
		p, err := embed(env, subject, sc)
		if err != nil {
			return nil, err
		}
		return p, nil
	}
}

// gradeRun looks whether a lab's run has decided a prediction: its script must
// have ended, since that is what the prediction is about.
func gradeRun(p *content.Predict, pane page.Page) (option int, ok bool) {
	run, is := pane.(interface{ Snapshot() *engine.Snapshot })
	if !is {
		return 0, false
	}
	return guide.Decide(p, run.Snapshot())
}

// calculation is the place of a calculation written as at the shell:
// "nines 99.9%", "nines --downtime 47m --per 30d", "quorum -n 3 -r 1 -w 1".
func calculation(command string) page.Place {
	words := ShellWords(command)
	if len(words) == 0 {
		return page.Place{Page: "calculator"}
	}
	place := page.Place{Page: "calculator", Target: words[0]}
	for _, c := range catalogue.All() {
		if c.Name != words[0] {
			continue
		}
		form, values := fields(c, words[1:])
		state, err := json.Marshal(map[string]any{"form": form, "values": values})
		if err == nil {
			place.State = state
		}
	}
	return place
}

// ShellWords cuts a command as a shell does, as far as worksheets quote: what
// stands between single or double quotes is one word.
func ShellWords(command string) []string {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if open {
				words, open = append(words, word.String()), false
				word.Reset()
			}
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if open {
		words = append(words, word.String())
	}
	return words
}

// fields finds the form that has all the flags, and its values.
func fields(c calc.Calculator, words []string) (form int, values map[string]string) {
	values = map[string]string{}
	var plain []string
	for i := 0; i < len(words); i++ {
		flag, ok := flagOf(words[i])
		switch name, value, inline := strings.Cut(flag, "="); {
		case !ok:
			plain = append(plain, words[i])
		case inline:
			values[name] = value
		case i+1 < len(words):
			i++
			values[name] = words[i]
		}
	}
	best := -1
	for i, f := range c.Forms { // the one that asks for least beside what is given
		if len(f.Fields) > 0 && hasAll(f, values) && (best < 0 || len(f.Fields) < len(c.Forms[best].Fields)) {
			best = i
		}
	}
	if best < 0 {
		return 0, values
	}
	if len(plain) > 0 {
		place(c.Forms[best].Fields, plain, values)
	}
	return best, values
}

// place gives the words without a flag to the first field; the rest of them are
// the second where the first is one word by nature: a design, then its parts.
func place(fields []calc.Field, plain []string, values map[string]string) {
	if len(fields) > 1 && fields[1].Name == "parts" {
		values["parts"] = strings.Join(plain[1:], " ")
		plain = plain[:1]
	}
	values[fields[0].Name] = strings.Join(plain, " ")
}

// flagOf is the name after the dashes of a flag; -3 and a lone dash are none.
func flagOf(word string) (string, bool) {
	if name, ok := strings.CutPrefix(word, "--"); ok {
		return name, name != ""
	}
	name, ok := strings.CutPrefix(word, "-")
	return name, ok && name != "" && (name[0] < '0' || name[0] > '9')
}

func hasAll(f calc.Form, values map[string]string) bool {
	for name := range values {
		found := false
		for _, field := range f.Fields {
			found = found || field.Name == name
		}
		if !found {
			return false
		}
	}
	return true
}
