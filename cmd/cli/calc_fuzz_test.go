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

// Goal: whatever --columns says, it names columns that can be read, or the
// message names the flag.
func FuzzColumns(f *testing.F) {
	for _, text := range []string{"", "key=2", "key=2,size=3", "key=1+2, size=3+4", "key=1,count=2", "size=1", "key", "key=0", "key=1001", "key=1,key=2", "count=1+2,key=1", "\x1b[2J=1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseColumns(text)
		if err != nil {
			if !strings.Contains(err.Error(), "--columns") || strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Fatalf("%q: bad error %q", text, err)
			}
			return
		}
		if c.Given() == (text == "") {
			t.Fatalf("%q: given is %v", text, c.Given())
		}
		for _, n := range append(append([]int{c.Count + 1}, c.Key...), c.Size...) {
			if n < 1 || n > mostColumns+1 {
				t.Fatalf("%q: column %d", text, n)
			}
		}
	})
}
