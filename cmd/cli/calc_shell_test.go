package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"netsplit/calc/catalogue"
)

// words cuts a command line the way a shell does, as far as worksheets quote:
// in single quotes.
func words(line string) []string {
	var list []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 0 {
			list = append(list, strings.Fields(part)...)
		} else {
			list = append(list, part)
		}
	}
	return list
}

// The command line that a worksheet shows gives that very worksheet: of every
// form of every calculator. So each is also a command, with all its flags.
func TestShellAsksTheSame(t *testing.T) {
	for _, c := range catalogue.All() {
		for _, form := range c.Forms {
			sheet, err := form.Solve(form.Values())
			if err != nil {
				t.Fatal(err)
			}
			want, err := json.Marshal(sheet)
			if err != nil {
				t.Fatal(err)
			}
			args := words(sheet.Shell)
			if len(args) < 3 || args[0] != "netsplit" || args[1] != "calc" {
				t.Errorf("%s is not a command line", sheet.Shell)
				continue
			}
			code, out, bad := runCalc(80, nil, append(args[2:], "--json")...)
			var got, expected any
			if code != codeOK || json.Unmarshal([]byte(out), &got) != nil || json.Unmarshal(want, &expected) != nil {
				t.Errorf("%s: code %d, %s", sheet.Shell, code, bad)
				continue
			}
			a, _ := json.Marshal(got)
			b, _ := json.Marshal(expected)
			if string(a) != string(b) {
				t.Errorf("%s gives\n%s\nwant\n%s", sheet.Shell, a, b)
			}
		}
	}
}

// Every calculator has help with an example that works.
func TestExamplesWork(t *testing.T) {
	for _, c := range catalogue.All() {
		code, out, _ := runCalc(200, nil, c.Name, "--help")
		_, examples, found := strings.Cut(out, "Examples:")
		if code != codeOK || !found {
			t.Errorf("%s has no examples:\n%s", c.Name, out)
			continue
		}
		for _, line := range strings.Split(examples, "\n") {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "netsplit calc ") {
				continue
			}
			line, _, _ = strings.Cut(line, " | jq")
			line, _, _ = strings.Cut(line, "    ") // a remark follows
			if code, _, bad := runCalc(80, nil, words(line)[2:]...); code != codeOK {
				t.Errorf("%s: code %d, %s", line, code, bad)
			}
		}
	}
}
