package cli

import (
	"strings"
	"testing"

	"netsplit/calc/catalogue"
)

// Goal: whatever stands behind netsplit calc, there is an answer or a message
// that says what is wrong: no panic, and nothing a terminal would obey.
func FuzzCalcArguments(f *testing.F) {
	for _, c := range catalogue.All() {
		for _, form := range c.Forms {
			sheet, err := form.Solve(form.Values())
			if err != nil {
				f.Fatal(err)
			}
			f.Add(strings.TrimPrefix(sheet.Shell, "netsplit calc "))
		}
	}
	f.Add("scale --rate 1e999/s --each '\x1b[2J'")
	f.Add("burst --for -5m --quiz --json")
	f.Fuzz(func(t *testing.T, line string) {
		if strings.Contains(line, "--sim") || strings.Contains(line, "--pr") || strings.Contains(line, "--conf") || len(line) > 500 {
			return // these read files or take their time
		}
		code, out, bad := runCalc(80, nil, words(line)...)
		if code != codeOK && code != codeError && code != codeUsage || code != codeOK && bad == "" {
			t.Fatalf("%q: code %d, %q", line, code, bad)
		}
		if strings.Contains(out+bad, "\x1b") && !strings.Contains(line, "--color") {
			t.Fatalf("%q: %q %q", line, out, bad)
		}
	})
}
