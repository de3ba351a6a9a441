package cli

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

// runCalc runs netsplit calc with arguments, in memory.
func runCalc(width int, env map[string]string, args ...string) (code int, stdout, stderr string) {
	var out, bad bytes.Buffer
	code = Run(&Program{
		Args:   append([]string{"calc"}, args...),
		Stdin:  strings.NewReader(""),
		Stdout: &out, Stderr: &bad, Width: width,
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Now:       time.Now,
	})
	return code, out.String(), bad.String()
}

func TestCalcLists(t *testing.T) {
	code, out, _ := runCalc(80, nil)
	if code != codeOK || !regexp.MustCompile(`(?m)^nines +how much downtime`).MatchString(out) || !strings.Contains(out, "netsplit calc nines 99.9%") {
		t.Errorf("code %d:\n%s", code, out)
	}
	code, out, _ = runCalc(80, nil, "--json")
	var list []map[string]string
	if err := json.Unmarshal([]byte(out), &list); code != codeOK || err != nil || list[0]["name"] != "nines" {
		t.Errorf("code %d, %v:\n%s", code, err, out)
	}
}

// Each way to ask gives the line it should.
func TestCalcNines(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"99.9%", "  a year     8 h 45 min 36 s\n"},
		{"99.95", "reading  percent   99.95 has no % sign"},
		{"3 nines", "  a year     8 h 45 min 36 s\n"},
		{"five nines", "  a year     5 min 15.4 s\n"},
		{"99.9% --as uptime", "  a year     8 h 45 min 57 s\n"},
		{"99.9% --month year/12", "  a month    43 min 48 s\n"},
		{"99.9% --year 365d,365.25d,365.2425d", "    year     8 h 45 min 36 s  8 h 45 min 58 s  8 h 45 min 57 s\n"},
		{"--downtime 47m --per 30d", "  availability  99.8912%\n"},
		{"--downtime 47m", "  availability  99.8912%\n"},
		{"--downtime 8h45m36s --per year", "  availability  99.9%\n"},
		{"100%", "without end, nothing is missing to 100%"},
	} {
		t.Run(c.args, func(t *testing.T) {
			code, out, bad := runCalc(80, nil, append([]string{"nines"}, strings.Fields(c.args)...)...)
			if code != codeOK || bad != "" || !strings.Contains(out, c.want) {
				t.Errorf("code %d, no %q in:\n%s%s", code, c.want, out, bad)
			}
		})
	}
}

// A mistake exits 2, prints nothing to standard output, and names the cure.
func TestCalcNinesMistakes(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "give an availability or a downtime"},
		{"101%", `availability "101%" is more than 100%: give a share from 0% to 100%`},
		{"-- -5%", `availability "-5%" is negative`},
		{"99,9%", "write the decimals after a point"},
		{"99.9 99.95", `has "99.95" after the number`},
		{"99.9% --downtime 1m", "not both"},
		{"99.9% --per 30d", "add --downtime"},
		{"99.9% --as sree", "did you mean sre?"},
		{"99.9% --year 365", "write it in days: 365d"},
		{"--downtime 47", "has no unit: write one of s, m, h, d, w"},
		{"--downtime 1m --per monht", "did you mean month?"},
		{"--downtime 31d", "is longer than the period of 30 d"},
		{"--yaer 365d 99%", "did you mean"},
	} {
		t.Run(c.args, func(t *testing.T) {
			code, out, bad := runCalc(80, nil, append([]string{"nines"}, strings.Fields(c.args)...)...)
			if code != codeUsage || out != "" || !strings.Contains(bad, c.want) {
				t.Errorf("code %d, no %q in:\n%s%s", code, c.want, out, bad)
			}
		})
	}
	if code, _, bad := runCalc(80, nil, "nins"); code != codeUsage || !strings.Contains(bad, `there is no calculator "nins": did you mean nines?`) {
		t.Errorf("a misspelt calculator: code %d, %s", code, bad)
	}
}

func TestCalcNinesJSON(t *testing.T) {
	code, out, _ := runCalc(80, nil, "nines", "99.95%", "--json")
	var sheet struct {
		Command string
		Result  struct {
			Downtime map[string]float64 `json:"downtime_seconds"`
			Nines    float64
		}
	}
	if err := json.Unmarshal([]byte(out), &sheet); code != codeOK || err != nil {
		t.Fatalf("code %d, %v:\n%s", code, err, out)
	}
	if sheet.Command != "nines" || sheet.Result.Downtime["year"] != 15768 || sheet.Result.Downtime["hour"] != 1.8 {
		t.Errorf("%+v", sheet)
	}
	code, out, _ = runCalc(80, nil, "nines", "--downtime", "47m", "--per", "30d", "--json")
	if code != codeOK || !strings.Contains(out, `"availability_ratio": 0.998912037037037`) {
		t.Errorf("code %d:\n%s", code, out)
	}
}

// Colour comes only when asked for or on a terminal, and changes no text.
func TestCalcColour(t *testing.T) {
	_, plain, _ := runCalc(80, nil, "nines", "99.9%")
	if strings.Contains(plain, "\x1b") {
		t.Error("escapes in output that is no terminal")
	}
	_, coloured, _ := runCalc(80, map[string]string{"CLICOLOR_FORCE": "1"}, "nines", "99.9%")
	if !strings.Contains(coloured, "\x1b[1mResult\x1b[0m") {
		t.Errorf("no colour:\n%q", coloured)
	}
	for _, code := range []string{"0", "1", "2", "36", "1;32"} {
		coloured = strings.ReplaceAll(coloured, "\x1b["+code+"m", "")
	}
	if coloured != plain {
		t.Errorf("colour changes the text:\n%s", coloured)
	}
}

// Whatever is typed, the answer is a worksheet or a mistake with a cure, and
// nothing reaches the terminal but text.
func FuzzCalcNines(f *testing.F) {
	f.Add("99.9%", "", "", "", "", "")
	f.Add("", "47m", "30d", "sre", "365d", "year/12")
	f.Add("3.5nines", "", "", "sre,uptime", "365d,366d", "30d,31d")
	f.Add("\x1b[2J", "\x07", "\xff", "\u202e", "1e9d", "--")
	f.Fuzz(func(t *testing.T, availability, downtime, per, as, year, month string) {
		code, out, bad := runCalc(80, nil, "nines", "--downtime="+downtime, "--per="+per, "--as="+as,
			"--year="+year, "--month="+month, "--", availability)
		if code != codeOK && code != codeUsage || (code == codeOK) != (bad == "") || (code == codeOK) != (out != "") {
			t.Fatalf("code %d\nout %q\nerr %q", code, out, bad)
		}
		if strings.ContainsAny(out+bad, "\x1b\x07\r\u202e") {
			t.Fatalf("control characters in %q", out+bad)
		}
	})
}
